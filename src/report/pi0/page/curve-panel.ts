import { areaY, lineY, type PlotOptions, ruleY } from "@observablehq/plot";
import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { drawn } from "../../page/chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import { type ActionErrors, curveOf, rangeOf } from "./action-errors.ts";
import { actionDomain, errorDomain, PANEL } from "./curve-scale.ts";

export interface PanelScale {
  /** The one that is drawn. */
  readonly observation: number;
  /** The largest difference of the perturbation floor; `null` where it is not known. */
  readonly floor: number | null;
  /** The largest difference that any panel has to show. */
  readonly most: number;
}

/** One dimension: the actions of both arms above, their difference below. */
export function curvePanel(
  run: ComparedRun,
  errors: ActionErrors,
  { observation, floor, most, dimension }: PanelScale & { dimension: number },
): Markup {
  const curve = (values: Float64Array) => pointsOf(curveOf(errors, values, { observation, dimension }));
  const figures = run.dimensions[dimension];
  const wape = printNumber(figures?.wapePercent, 3);
  const label = `dimension ${dimension}, observation ${observation}`;
  const actions = drawn(
    {
      ...frame(PANEL.height, PANEL.marginBottom),
      x: { axis: null, domain: [0, Math.max(1, errors.steps - 1)] },
      y: {
        label: null,
        ticks: 4,
        tickSize: 0,
        grid: true,
        domain: [...actionDomain(rangeOf(errors, [errors.baseline, errors.candidate], dimension))],
      },
      marks: [
        lineY(curve(errors.baseline), { ...LINE, stroke: "var(--baseline)", className: "curve-baseline" }),
        lineY(curve(errors.candidate), {
          ...LINE,
          stroke: "var(--candidate)",
          strokeDasharray: "4 3",
          className: "curve-candidate",
        }),
      ],
    },
    `Actions of both arms, ${label}`,
  );
  const differences = drawn(
    {
      ...frame(PANEL.errorHeight, PANEL.errorMarginBottom),
      x: { label: null, tickSize: 3, ticks: 5, domain: [0, Math.max(1, errors.steps - 1)] },
      y: { label: null, ticks: 3, tickSize: 0, domain: [...errorDomain(most)] },
      marks: [
        areaY(bandOf(errors, dimension), {
          x: "step",
          y1: "least",
          y2: "greatest",
          fill: "var(--band)",
          fillOpacity: 0.4,
        }),
        ruleY([0], { strokeOpacity: 0.4 }),
        ...(floor === null
          ? []
          : [ruleY([-floor, floor], { stroke: "var(--floor)", strokeWidth: 1.5, strokeDasharray: "1 3" })]),
        lineY(curve(errors.errors), {
          ...LINE,
          stroke: "currentColor",
          strokeWidth: 1.25,
          className: "curve-error",
        }),
      ],
    },
    `Their difference, ${label}`,
  );
  return html`<div class="panel" data-dimension="${dimension}">
<p><strong>dimension ${dimension}</strong> <span class="quiet">WAPE ${wape} %, max ${printNumber(figures?.maxAbsolute, 3)}</span></p>
${actions}${differences}
</div>
`;
}

const LINE = { x: "step", y: "value", strokeWidth: 1.5 } as const;

function frame(height: number, marginBottom: number): PlotOptions {
  const { width, marginLeft, marginRight, marginTop } = PANEL;
  return { width, height, marginLeft, marginRight, marginTop, marginBottom };
}

function pointsOf(values: Float64Array): { step: number; value: number }[] {
  return Array.from(values, (value, step) => ({ step, value: Number.isFinite(value) ? value : Number.NaN }));
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
