import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { key, legend } from "../../page/legend.ts";
import { html, type Markup } from "../../page/markup.ts";
import { type ActionErrors, largestError, worstFirst } from "./action-errors.ts";
import { curveData } from "./curve-data.ts";
import { curvePanel, type PanelScale } from "./curve-panel.ts";
import { roundingFloor } from "./rounding.ts";

/** So many dimensions stand in the open, the worst first; the others are folded away. */
const SHOWN = 6;
/** More panels than this are no longer looked at. */
const MOST_PANELS = 64;

/** The action curves of both arms and their error, a panel for each dimension, for one observation at a time. */
export function curvesBody(run: ComparedRun, errors: ActionErrors): Markup {
  const observations = worstFirst(run.observations, errors.observations);
  const dimensions = worstFirst(run.dimensions, errors.dimensions);
  const observation = observations[0] ?? 0;
  const scale: PanelScale = { observation, floor: roundingFloor(run)?.maxAbsolute ?? null, most: 0 };
  const most = Math.max(largestError(errors), scale.floor ?? 0);
  const panel = (dimension: number) => curvePanel(run, errors, { ...scale, most, dimension });
  const open = dimensions.slice(0, SHOWN);
  const folded = dimensions.slice(SHOWN, MOST_PANELS).sort((one, other) => one - other);
  return html`<p>Above the actions of both arms over the steps of the horizon, below their difference (candidate − baseline) on one scale for all dimensions. Where the curves of the arms lie on each other, only the lower part tells them apart.</p>
${curvesLegend(run, scale)}
<div data-curves>
${chooser(run, observations, curveData(errors, { observations, most }))}
<h3>The ${open.length} dimensions with the largest WAPE</h3>
<div class="panels">${open.map(panel)}</div>
${
  folded.length === 0
    ? null
    : html`<details><summary>The ${folded.length} other dimensions${leftOut(dimensions.length)}</summary>
<div class="panels">${folded.map(panel)}</div></details>`
}
</div>`;
}

function leftOut(dimensions: number): string {
  return dimensions > MOST_PANELS ? ` (of ${dimensions}; those with the least error are left out)` : "";
}

function curvesLegend({ baseline, candidate }: ComparedRun, { floor }: PanelScale): Markup {
  return legend([
    key("baseline", baseline.label),
    key("candidate", candidate.label),
    key("ink", "difference in this observation"),
    key("band", "least to greatest difference over all observations"),
    ...(floor === null
      ? []
      : [
          key(
            "floor",
            `largest difference by rounding alone (perturbation floor), ± ${printNumber(floor, 3)}`,
          ),
        ]),
  ]);
}

/** Which observation is drawn; another can be chosen where the page's script runs. */
function chooser(
  run: ComparedRun,
  observations: readonly number[],
  data: { readonly chosen: readonly number[]; readonly block: Markup },
): Markup {
  const nameOf = (observation: number) => {
    const wape = run.observations[observation]?.wapePercent;
    return `observation ${observation}, WAPE ${printNumber(wape, 4)} %`;
  };
  const [worst = 0] = observations;
  const options = data.chosen.map(
    (observation) => html`<option value="${observation}">${nameOf(observation)}</option>`,
  );
  const others =
    data.chosen.length < observations.length
      ? html` <span class="quiet">The ${data.chosen.length} worst of ${observations.length} can be chosen.</span>`
      : null;
  return html`<p class="chosen" data-fixed>Drawn is the worst observation: ${nameOf(worst)}.</p>
<p class="chosen" data-screen data-chooser hidden><label>Observation <select name="observation" id="observation">${options}</select></label> <span class="quiet">The worst comes first.</span>${others}</p>
${data.block}`;
}
