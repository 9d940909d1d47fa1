import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import { type ActionErrors, curveOf, rangeOf } from "./action-errors.ts";
import { bandPath, curvePath, pixels } from "./curve-drawing.ts";
import { actionDomain, errorDomain, type Frame, heightScale, PANEL, stepScale } from "./curve-scale.ts";
import { ticks, wholeTicks } from "./curve-ticks.ts";

export interface PanelScale {
  /** The one that is drawn. */
  readonly observation: number;
  /** The largest difference of the perturbation floor; `null` where it is not known. */
  readonly floor: number | null;
  /** The largest difference that any panel has to show. */
  readonly most: number;
}

/**
 * One dimension: the actions of both arms above, their difference below. Drawn with d3's scales and shapes and not by
 * Plot: two drawings for each of many dimensions, all in one frame, took it longer than everything else on the page.
 */
export function curvePanel(
  run: ComparedRun,
  errors: ActionErrors,
  scale: PanelScale & { dimension: number },
): Markup {
  const { dimension } = scale;
  const figures = run.dimensions[dimension];
  const wape = printNumber(figures?.wapePercent, 3);
  return html`<div class="panel" data-dimension="${dimension}">
<p><strong>dimension ${dimension}</strong> <span class="quiet">WAPE ${wape} %, max ${printNumber(figures?.maxAbsolute, 3)}</span></p>
${actionsDrawing(errors, scale)}${differencesDrawing(errors, scale)}
</div>
`;
}

function actionsDrawing(
  errors: ActionErrors,
  { observation, dimension }: PanelScale & { dimension: number },
): Markup {
  const domain = actionDomain(rangeOf(errors, [errors.baseline, errors.candidate], dimension));
  const frame: Frame = {
    x: stepScale(errors.steps),
    y: heightScale(domain, { top: PANEL.marginTop, bottom: PANEL.height - PANEL.marginBottom }),
  };
  const curve = (values: Float64Array) =>
    curvePath(curveOf(errors, values, { observation, dimension }), frame);
  return drawing(
    PANEL.height,
    `Actions of both arms, dimension ${dimension}, observation ${observation}`,
    html`<path class="grid" d="${ticks(frame.y, 4).map(({ value }) => across(value, frame))}"/>${numbers(frame, 4)}<g class="curve-baseline"><path d="${curve(errors.baseline)}"/></g><g class="curve-candidate"><path d="${curve(errors.candidate)}"/></g>`,
  );
}

function differencesDrawing(
  errors: ActionErrors,
  { observation, floor, most, dimension }: PanelScale & { dimension: number },
): Markup {
  const bottom = PANEL.errorHeight - PANEL.errorMarginBottom;
  const frame: Frame = {
    x: stepScale(errors.steps),
    y: heightScale(errorDomain(most), { top: PANEL.marginTop, bottom }),
  };
  const curve = curvePath(curveOf(errors, errors.errors, { observation, dimension }), frame);
  const floorLines =
    floor === null
      ? null
      : html`<path class="curve-floor" d="${across(-floor, frame)}${across(floor, frame)}"/>`;
  return drawing(
    PANEL.errorHeight,
    `Their difference, dimension ${dimension}, observation ${observation}`,
    html`${numbers(frame, 3)}${stepAxis(frame, bottom)}<path class="curve-band" d="${bandPath(bandOf(errors, dimension), frame)}"/><path class="curve-zero" d="${across(0, frame)}"/>${floorLines}<g class="curve-error"><path d="${curve}"/></g>`,
  );
}

function drawing(height: number, label: string, marks: Markup): Markup {
  return html`<svg role="img" aria-label="${label}" viewBox="0 0 ${PANEL.width} ${height}" width="${PANEL.width}" height="${height}" class="plot">${marks}</svg>`;
}

function across(value: number, frame: Frame): string {
  return `M${PANEL.marginLeft},${pixels(frame.y(value))}H${PANEL.width - PANEL.marginRight}`;
}

/** Left of the drawing, in the middle of their heights. */
function numbers(frame: Frame, about: number): Markup {
  const texts = ticks(frame.y, about).map(
    ({ value, label }) =>
      html`<text x="${PANEL.marginLeft - 5}" y="${pixels(frame.y(value))}" dy="0.32em">${label}</text>`,
  );
  return html`<g class="numbers">${texts}</g>`;
}

/** Below the drawing. */
function stepAxis({ x }: Frame, bottom: number): Markup {
  const shown = wholeTicks(x, 5).map(({ value, label }) => ({
    label,
    x: pixels(x(value)),
  }));
  const texts = shown.map(
    ({ x, label }) => html`<text x="${x}" y="${bottom + 9}" dy="0.71em">${label}</text>`,
  );
  return html`<path class="ticks" d="${shown.map(({ x }) => `M${x},${bottom}v3`)}"/>${texts}`;
}

/** Least and greatest difference at each step, over all observations. */
function bandOf({ observations, steps, dimensions, errors }: ActionErrors, dimension: number) {
  return Array.from({ length: steps }, (_, step) => {
    let [least, greatest] = [Number.NaN, Number.NaN];
    for (let observation = 0; observation < observations; observation += 1) {
      const value = errors[(observation * steps + step) * dimensions + dimension] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      least = Number.isNaN(least) ? value : Math.min(least, value);
      greatest = Number.isNaN(greatest) ? value : Math.max(greatest, value);
    }
    return { step, least, greatest };
  });
}
