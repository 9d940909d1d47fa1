import { dot, lineY } from "@observablehq/plot";
import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { CHART_WIDTH, chart } from "../../page/chart.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";
import { finite } from "./rounding.ts";

/** How the difference of the arms grows while noise becomes actions. */
export function growthBody({ growth, growthReason }: ComparedRun): Markup {
  if (growth === null)
    return html`<p>Not measured: ${sentence(growthReason ?? "no trajectory was answered")}.</p>`;
  return html`${growthChart(growth)}
<details><summary>Growth as a table</summary>
${table({
  caption: "Relative L2 of x_t after each denoising step",
  columns: [
    { title: "denoising step", isNumber: true },
    { title: "relative L2", isNumber: true },
    { title: "growth", isNumber: true },
  ],
  rows: plainRows(
    growth.map(({ step, relativeL2, growth: factor }) => [
      step,
      printNumber(relativeL2, 4),
      factor === null ? "" : `× ${printNumber(factor, 3)}`,
    ]),
  ),
})}
</details>`;
}

function growthChart(growth: NonNullable<ComparedRun["growth"]>): Markup {
  const points = growth.map(({ step, relativeL2 }) => ({ step, value: finite(relativeL2) ?? Number.NaN }));
  return chart(
    {
      width: CHART_WIDTH,
      height: 220,
      marginLeft: 64,
      x: { label: "denoising step", ticks: points.length > 24 ? 12 : points.map(({ step }) => step) },
      y: { label: "relative L2 of x_t", grid: true, zero: true },
      marks: [
        lineY(points, { x: "step", y: "value", stroke: "var(--candidate)", strokeWidth: 2 }),
        dot(points, {
          x: "step",
          y: "value",
          fill: "var(--candidate)",
          title: ({ step, value }: (typeof points)[number]) =>
            `step ${step}: relative L2 ${printNumber(value, 4)}`,
        }),
      ],
    },
    {
      title: "Growth of the error.",
      description:
        "Relative L2 between the arms' x_t after each denoising step. Rounding grows steadily; a jump shows the step that differs.",
    },
  );
}
