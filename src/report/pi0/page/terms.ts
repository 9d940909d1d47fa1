import type { ComparedRun } from "../../../contracts/run-result.ts";
import { printFixed, printNumber, printSigned } from "../../numbers.ts";
import { html, type Markup } from "../../page/markup.ts";
import { plainRows, table } from "../../page/table.ts";

/** The elements whose terms hold most of MAPE. */
export function termsBody({ largestTerms, metrics, baseline, candidate }: ComparedRun): Markup {
  if (largestTerms.length === 0) return html`<p>No element adds to MAPE.</p>`;
  const share = metrics["mapeSharePercent"];
  const held =
    typeof share === "number"
      ? html` The largest 1 % of the terms hold ${printFixed(share, 1)} % of it.`
      : null;
  const rows = largestTerms.map(({ index, baseline: reference, candidate: judged, percent }) => [
    `[${index.join(", ")}]`,
    printSigned(reference),
    printSigned(judged),
    typeof reference === "number" && typeof judged === "number" ? printSigned(judged - reference, 4) : "n/a",
    printNumber(percent, 4),
  ]);
  return html`<p>MAPE is the mean of |d|/|a|, and hangs on the few actions near zero.${held}</p>
${table({
  caption: "The largest terms of MAPE",
  columns: [
    { title: "[observation, step, dimension]" },
    { title: baseline.label, isNumber: true },
    { title: candidate.label, isNumber: true },
    { title: "difference", isNumber: true },
    { title: "|d|/|a|", unit: "%", isNumber: true },
  ],
  rows: plainRows(rows),
})}`;
}
