import type { ArmScores, ComparedBenchmark } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { DataTable } from "../../data-table.ts";
import { NO_FIGURE, plural, printFraction, printPlain, printSigned } from "../figures.ts";

export const COUNTS_NOTE =
  "Samples are questions × repeats. A failed request is not a wrong answer: errors are left out of the accuracy. " +
  "Unparsed: no answer was found in the reply, which counts as wrong. Would guess: the official code would have " +
  "drawn an answer at random there; it was not drawn.";

/** What became of each arm's samples. */
export function countsTable(
  { baseline, candidate }: BenchRun,
  compared: readonly ComparedBenchmark[],
): DataTable {
  const rows = compared.flatMap((benchmark) => [
    countRow(benchmark, baseline.label, benchmark.baseline),
    countRow(benchmark, candidate.label, benchmark.candidate),
  ]);
  const header = ["accuracy", "95 % interval", "correct", "scored", "truncated", "unparsed", "errors"];
  return { header: ["benchmark", "stack", ...header, "would guess"], rows, words: [0, 1] };
}

function countRow({ cardName }: ComparedBenchmark, label: string, arm: ArmScores): string[] {
  return [
    cardName,
    label,
    printFraction(arm.accuracy),
    arm.accuracyInterval?.map(printFraction).join(" to ") ?? NO_FIGURE,
    printPlain(arm.correct),
    String(arm.scored),
    printPlain(arm.truncated),
    String(arm.unparsed),
    String(arm.errors),
    printPlain(arm.wouldGuess),
  ];
}

/** How long the replies are, in the mean. */
export function lengthsTable(run: BenchRun, compared: readonly ComparedBenchmark[]): DataTable {
  const { baseline, candidate, settings } = run;
  const { minLengthRatio, maxLengthRatio } = settings.limits;
  const header = ["tokens", "characters"].flatMap((unit) => [
    `${baseline.label}, ${unit}`,
    `${candidate.label}, ${unit}`,
  ]);
  const rows = compared.map(({ cardName, baseline: first, candidate: second, lengthRatio }) => [
    cardName,
    printPlain(first.meanCompletionTokens, 1),
    printPlain(second.meanCompletionTokens, 1),
    printPlain(first.meanCharacters, 1),
    printPlain(second.meanCharacters, 1),
    lengthRatio === null ? NO_FIGURE : `${lengthRatio.ratio.toFixed(3)} (${lengthRatio.unit})`,
    lengthRatio?.outside === true ? `outside ${minLengthRatio} to ${maxLengthRatio}` : "",
  ]);
  return { header: ["means", ...header, "ratio", ""], rows, words: [0, 6] };
}

/** One benchmark's accuracies by category, and what the table is called. */
export interface CategoriesTable {
  readonly title: string;
  readonly table: DataTable;
}

/** Of the benchmarks that have categories. */
export function categoryTables(
  { baseline, candidate }: BenchRun,
  compared: readonly ComparedBenchmark[],
): CategoriesTable[] {
  const header = ["category", "n", baseline.label, candidate.label, "difference, points"];
  return compared
    .filter(({ categories }) => categories.length > 0)
    .map(({ cardName, aggregation, categories }) => {
      const rows = categories.map(({ name, n, baselineAccuracy, candidateAccuracy, deltaPoints }) => [
        name,
        String(n),
        printFraction(baselineAccuracy),
        printFraction(candidateAccuracy),
        printSigned(deltaPoints),
      ]);
      const count = rows.length === 1 ? "1 category" : `${rows.length} categories`;
      return {
        title: `${cardName}: ${count} (accuracy: ${aggregation})`,
        table: { header, rows, words: [0] },
      };
    });
}

export function categoriesNote(tables: readonly CategoriesTable[]): string {
  const many = tables.reduce((sum, { table }) => sum + table.rows.length, 0);
  return `Nothing is decided by these ${plural(many, "row")}: among so many, some differ by chance.`;
}
