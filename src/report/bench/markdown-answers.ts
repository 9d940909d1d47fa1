import type { ArmScores, ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeHtml } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import { comparedBenchmarks, NO_FIGURE, plural, printFraction, printPlain, printSigned } from "./figures.ts";

/** What became of each arm's samples, how long the replies are, and the accuracies by category. */
export function answerSections(run: BenchRun): string[] {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return [];
  return [
    "## Answers",
    counts(run, compared),
    "Samples are questions × repeats. A failed request is not a wrong answer: errors are left out of the accuracy. " +
      "Unparsed: no answer was found in the reply, which counts as wrong. Would guess: the official code would have " +
      "drawn an answer at random there; it was not drawn.",
    "## Length of the replies",
    lengths(run, compared),
    ...categories(run, compared),
  ];
}

function counts({ baseline, candidate }: BenchRun, compared: readonly ComparedBenchmark[]): string {
  const rows = compared.flatMap((benchmark) => [
    countRow(benchmark, baseline.label, benchmark.baseline),
    countRow(benchmark, candidate.label, benchmark.candidate),
  ]);
  const header = ["accuracy", "95 % interval", "correct", "scored", "truncated", "unparsed", "errors"];
  return dataTable(["benchmark", "stack", ...header, "would guess"], rows, [0, 1]);
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

function lengths(run: BenchRun, compared: readonly ComparedBenchmark[]): string {
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
  return dataTable(["means", ...header, "ratio", ""], rows, [0, 6]);
}

function categories({ baseline, candidate }: BenchRun, compared: readonly ComparedBenchmark[]): string[] {
  const having = compared.filter((benchmark) => benchmark.categories.length > 0);
  if (having.length === 0) return [];
  const header = ["category", "n", baseline.label, candidate.label, "difference, points"];
  const tables = having.map((benchmark) => {
    const rows = benchmark.categories.map(({ name, n, baselineAccuracy, candidateAccuracy, deltaPoints }) => [
      name,
      String(n),
      printFraction(baselineAccuracy),
      printFraction(candidateAccuracy),
      printSigned(deltaPoints),
    ]);
    const count = rows.length === 1 ? "1 category" : `${rows.length} categories`;
    const summary = `${escapeHtml(benchmark.cardName)}: ${count} (accuracy: ${escapeHtml(benchmark.aggregation)})`;
    return `<details><summary>${summary}</summary>\n\n${dataTable(header, rows)}\n\n</details>`;
  });
  const many = having.reduce((sum, benchmark) => sum + benchmark.categories.length, 0);
  return [
    "## By category",
    `Nothing is decided by these ${plural(many, "row")}: among so many, some differ by chance.`,
    ...tables,
  ];
}
