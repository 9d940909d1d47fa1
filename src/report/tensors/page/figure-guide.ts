import type { CompareRun } from "../../../contracts/compare-run.ts";
import { html, type Markup } from "../../page/markup.ts";
import { sentence } from "../../page/page-head.ts";
import { plainRows, table } from "../../page/table.ts";

/** What each figure means, once for all tensors. */
export function figureGuide({ descriptions }: CompareRun): Markup | null {
  const rows = Object.values(descriptions).map(({ label, unit, description }) => [
    sentence(label),
    sentence(unit),
    sentence(description),
  ]);
  if (rows.length === 0) return null;
  return html`<details><summary>Definitions of ${rows.length} figures</summary>
${table({
  caption: "What each figure is: a of the baseline, b of the candidate, d = b − a",
  columns: [{ title: "figure" }, { title: "unit" }, { title: "what it is" }],
  rows: plainRows(rows),
})}
</details>`;
}
