import type { ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { DataTable } from "../../data-table.ts";
import { flipCausesOf } from "../figures.ts";

export const CAUSES_NOTE =
  "Causes are of samples. Many with the same answer scored otherwise point at the scoring; many truncated or unparsed " +
  "ones at lengths, templates or stops; different answers at the computation.";

/** How many questions of each benchmark flipped, and their samples by cause. */
export function causesTable(compared: readonly ComparedBenchmark[]): DataTable {
  const known = flipCausesOf(compared);
  const rows = compared.map(({ cardName, flips, flipCauses }) => [
    cardName,
    String(flips.lost),
    String(flips.gained),
    ...known.map((cause) => String(flipCauses[cause] ?? 0)),
  ]);
  return { header: ["benchmark", "lost", "gained", ...known], rows, words: [0] };
}
