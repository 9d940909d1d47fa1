import { barY, ruleY } from "@observablehq/plot";
import type { ComparedRun, GroupErrors } from "../../../contracts/run-result.ts";
import { printNumber } from "../../numbers.ts";
import { CHART_WIDTH, chart } from "../../page/chart.ts";
import { key, legend } from "../../page/legend.ts";
import { html, type Markup } from "../../page/markup.ts";
import { table } from "../../page/table.ts";
import { finite, roundingFloor } from "./rounding.ts";

/** More rows than a person reads, and few enough for a page. */
const MOST_ROWS = 1000;
const MOST_BARS = 256;

interface Grouping {
  /** What a group is: `observation`. */
  readonly what: "observation" | "dimension" | "step";
  readonly groups: readonly GroupErrors[];
}

/** Errors of the groups as bars beside the run's own error and its rounding floor, and as a table. */
export function groupsBody(run: ComparedRun, { what, groups }: Grouping): Markup {
  return html`${groupsChart(run, { what, groups })}
<details><summary>Errors of every ${what} as a table</summary>
${groupsTable({ what, groups })}
</details>`;
}

function groupsChart(run: ComparedRun, { what, groups }: Grouping): Markup | null {
  const bars = groups.flatMap(({ index, wapePercent }) => {
    const value = finite(wapePercent);
    return value === null ? [] : [{ index, value }];
  });
  if (bars.length === 0 || bars.length > MOST_BARS) return null;
  const floor = roundingFloor(run);
  const whole = finite(run.metrics["wapePercent"]);
  const every = Math.ceil(groups.length / 32);
  return chart(
    {
      width: CHART_WIDTH,
      height: 210,
      marginLeft: 48,
      marginBottom: 38,
      x: {
        label: what,
        tickFormat: (index: number) => (index % every === 0 ? String(index) : ""),
        tickSize: 0,
        labelOffset: 34,
      },
      y: { label: "WAPE, %", grid: true, zero: true },
      marks: [
        barY(bars, {
          x: "index",
          y: "value",
          fill: "var(--bar)",
          title: ({ index, value }: (typeof bars)[number]) =>
            `${what} ${index}: WAPE ${printNumber(value, 4)} %`,
        }),
        ...(whole === null ? [] : [ruleY([whole], { stroke: "currentColor" })]),
        ...(floor === null
          ? []
          : [ruleY([floor.wapePercent], { stroke: "var(--floor)", strokeWidth: 2, strokeDasharray: "2 3" })]),
        ruleY([0]),
      ],
    },
    {
      title: `Error by ${what}.`,
      description: `WAPE of each ${what}: Σ|d| / Σ|a| in percent.`,
      legend: legend([
        key("bar", `one ${what}`),
        ...(whole === null ? [] : [key("ink", `the whole run, ${printNumber(whole, 4)} %`)]),
        ...(floor === null
          ? []
          : [key("floor", `perturbation floor, ${printNumber(floor.wapePercent, 4)} %`)]),
      ]),
    },
  );
}

function groupsTable({ what, groups }: Grouping): Markup {
  const shown = groups.slice(0, MOST_ROWS);
  const left = groups.length > shown.length ? `; the first ${MOST_ROWS} of ${groups.length}` : "";
  return table({
    caption: `Errors by ${what}${left}`,
    isSortable: true,
    columns: [
      { title: what, isNumber: true },
      { title: "MAPE", unit: "%", isNumber: true },
      { title: "WAPE", unit: "%", isNumber: true },
      { title: "relative L2", isNumber: true },
      { title: "max |d|", isNumber: true },
    ],
    rows: shown.map(({ index, mapePercent, wapePercent, relativeL2, maxAbsolute }) => ({
      cells: [
        index,
        ...[mapePercent, wapePercent, relativeL2, maxAbsolute].map((value) => ({
          shown: printNumber(value, 4),
          sort: value ?? "",
        })),
      ],
    })),
  });
}
