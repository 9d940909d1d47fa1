import { axisX, axisY, cell } from "@observablehq/plot";
import { printNumber } from "../../numbers.ts";
import { CHART_WIDTH, chart } from "../../page/chart.ts";
import { HEAT_STEPS } from "../../page/colours.ts";
import { html, type Markup } from "../../page/markup.ts";
import { type ActionErrors, meanErrors } from "./action-errors.ts";

/** More cells than this would make the page too heavy; steps are then put together. */
const MOST_CELLS = 4000;

interface HeatCell {
  readonly dimension: number;
  readonly column: number;
  readonly value: number;
}

/** Mean |d| for each dimension and each step of the horizon, over all observations. */
export function heatMap(errors: ActionErrors): Markup {
  const { steps, dimensions } = errors;
  const stepsTogether = Math.max(1, Math.ceil((steps * dimensions) / MOST_CELLS));
  const columns = Math.ceil(steps / stepsTogether);
  const means = meanErrors(
    errors,
    columns * dimensions,
    ({ step, dimension }) => Math.floor(step / stepsTogether) * dimensions + dimension,
  );
  const greatest = means.reduce((most, mean) => (mean > most ? mean : most), 0);
  const cells = Array.from(means, (value, index) => ({
    dimension: index % dimensions,
    column: Math.floor(index / dimensions),
    value,
  }));
  const heatStep = (value: number) =>
    greatest === 0 ? 0 : Math.min(HEAT_STEPS - 1, Math.floor((value / greatest) * HEAT_STEPS));
  const stepName = (column: number) => String(column * stepsTogether);
  return chart(
    {
      width: CHART_WIDTH,
      height: 60 + Math.max(7, Math.min(16, 480 / dimensions)) * dimensions,
      marginLeft: 44,
      color: { type: "identity" },
      x: { label: "step of the horizon", padding: 0.06 },
      y: { label: "dimension", padding: 0.06 },
      marks: [
        axisX({
          ticks: everyNth(columns, Math.ceil(columns / 10)),
          tickFormat: stepName,
          tickSize: 0,
        }),
        axisY({ ticks: everyNth(dimensions, Math.ceil(dimensions / 32)), tickSize: 0 }),
        cell(cells, {
          x: "column",
          y: "dimension",
          fill: ({ value }: HeatCell) =>
            Number.isFinite(value) ? `var(--heat-${heatStep(value)})` : "var(--bad)",
          title: ({ dimension, column, value }: HeatCell) =>
            `dimension ${dimension}, step ${stepName(column)}: ${printNumber(value, 3)}`,
        }),
      ],
    },
    {
      title: "Error by dimension and step.",
      description: `Mean |d| over all observations${stepsTogether > 1 ? `, ${stepsTogether} steps in one cell` : ""}. Rounding is even; stripes show a dimension or a step that differs.`,
      legend: scale(greatest),
    },
  );
}

function everyNth(count: number, nth: number): number[] {
  return Array.from({ length: Math.ceil(count / nth) }, (_, index) => index * nth);
}

function scale(greatest: number): Markup {
  const steps = Array.from({ length: HEAT_STEPS }, (_, step) => html`<span data-heat="${step}"></span>`);
  return html`<p class="heat-scale"><span class="quiet">0</span><span class="heat-steps" aria-hidden="true">${steps}</span><span class="quiet">${printNumber(greatest, 3)}</span></p>`;
}
