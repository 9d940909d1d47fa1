import type { CompareRun } from "../../../contracts/compare-run.ts";
import { printNumber } from "../../numbers.ts";
import { html, type Markup, shortened } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { type TableRow, table } from "../../page/table.ts";
import { LISTED } from "../figures.ts";
import { growthChart } from "./growth-chart.ts";

const NAMES = 10;
const LONGEST_NAME = 300;

/** Where a dump's tensors begin to differ, and how the error grows; `null` for files without an order of calls. */
export function divergenceBody(run: CompareRun): Markup | null {
  const { firstDivergence, growth, tensors } = run;
  if (firstDivergence === null && growth.length === 0 && tensors.every(({ dump }) => dump === null))
    return null;
  return html`${found(run)}${growth.length < 2 ? null : growthParts(run)}`;
}

function found({ firstDivergence, firstDivergenceReason = "" }: CompareRun): Markup {
  if (firstDivergence === null) return html`<p>None is named: ${sentence(firstDivergenceReason)}.</p>`;
  const { call, layer, reason, inputs, outputs } = firstDivergence;
  return html`<p><strong>Call ${call}, ${shortened(layer, LONGEST_NAME)}</strong>: ${sentence(reason)}.</p>
<dl class="facts">
<dt>inputs that pass</dt><dd>${names(inputs)}</dd>
<dt>outputs that fail</dt><dd>${names(outputs)}</dd>
</dl>`;
}

function names(all: readonly string[]): Markup {
  if (all.length === 0) return html`none`;
  const shown = all.slice(0, NAMES).map((name) => html`<code>${shortened(name, LONGEST_NAME)}</code> `);
  return html`${shown}${all.length > NAMES ? `and ${all.length - NAMES} more` : null}`;
}

function growthParts(run: CompareRun): Markup {
  return html`${growthChart(run)}
<details><summary>Where it grows most, as a table</summary>
${growthTable(run)}
</details>`;
}

function growthTable({ growth }: CompareRun): Markup {
  const most = growth.toSorted((one, other) => numeric(other.growth) - numeric(one.growth)).slice(0, LISTED);
  const rows = most.toSorted((one, other) => one.call - other.call);
  const which =
    growth.length > LISTED ? `: the ${LISTED} of ${growth.length} calls at which it grows most` : "";
  return table({
    caption: `The output of each call with the largest relative L2, and how many times that of the call before it is${which}`,
    columns: [
      { title: "output" },
      { title: "call", isNumber: true },
      { title: "relative L2", isNumber: true },
      { title: "growth", isNumber: true },
    ],
    rows: rows.map(growthRow),
    isSortable: true,
  });
}

function growthRow({ name, call, relativeL2, growth }: CompareRun["growth"][number]): TableRow {
  return {
    cells: [
      shortened(name, LONGEST_NAME),
      call,
      printNumber(relativeL2, 4),
      { shown: growth === null ? "" : `× ${printNumber(growth, 3)}`, sort: growth ?? "" },
    ],
  };
}

function numeric(value: number | string | null): number {
  return typeof value === "number" ? value : -1;
}
