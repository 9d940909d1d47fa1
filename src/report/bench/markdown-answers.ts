import type { ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeHtml } from "../data-text.ts";
import { markdownOf } from "../markdown-table.ts";
import { comparedBenchmarks } from "./figures.ts";
import { COUNTS_NOTE, categoriesNote, categoryTables, countsTable, lengthsTable } from "./tables/answers.ts";

/** What became of each arm's samples, how long the replies are, and the accuracies by category. */
export function answerSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  return [
    "## Answers",
    markdownOf(countsTable(run, compared)),
    COUNTS_NOTE,
    "## Length of the replies",
    markdownOf(lengthsTable(run, compared)),
    ...categories(run, compared),
  ];
}

function categories(run: BenchRun, compared: readonly ComparedBenchmark[]): string[] {
  const tables = categoryTables(run, compared);
  if (tables.length === 0) return [];
  const folded = tables.map(
    ({ title, table }) =>
      `<details><summary>${escapeHtml(title)}</summary>\n\n${markdownOf(table)}\n\n</details>`,
  );
  return ["## By category", categoriesNote(tables), ...folded];
}
