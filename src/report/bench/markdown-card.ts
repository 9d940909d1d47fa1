import type { BenchmarkResult } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { escapeData, escapeLine } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import { type CardRow, type CardTables, cardTables } from "./card.ts";
import { isCompared, NO_FIGURE, printBounds, printProbability, printSigned } from "./figures.ts";

/** Both tables of the model cards, ready to paste, what must be known beside them, and what they rest on. */
export function cardSections(run: BenchRun): string[] {
  if (run.benchmarks.length === 0)
    return ["No benchmark was compared, so there is nothing for a model card."];
  const tables = cardTables(run);
  return [
    scores(tables),
    differences(tables),
    tables.rows
      .flatMap(footnotes)
      .map((note) => `- ${note}`)
      .join("\n"),
    "### What stands behind them",
    behind(tables),
    `Differences are ${escapeData(run.candidate.label)} − ${escapeData(run.baseline.label)}, over the questions that both ` +
      "answered in all repeats (n). 1 point is 1 % of the full score. Intervals are of the paired difference. p is of a " +
      `difference by chance, Holm-adjusted over the benchmarks. The verdicts are the policy \`${run.settings.policy}\`'s.` +
      `${run.benchmarks.some(({ repeats }) => repeats > 1) ? " avg@k: the mean over k answers to each question." : ""}`,
  ];
}

function scores({ scores: header, rows }: CardTables): string {
  return dataTable(
    [header.metrics, header.baseline, header.candidate],
    rows.map(({ metric, baseline, candidate }) => [metric, baseline, candidate]),
    "all",
  );
}

function differences({ differences: header, rows }: CardTables): string {
  return dataTable(
    [header.metrics, header.difference],
    rows.map(({ metric, difference }) => [`${metric} ↑`, difference]),
    "all",
  );
}

function footnotes({ metric, benchmark }: CardRow): string[] {
  const name = escapeLine(metric);
  if (!isCompared(benchmark))
    return [
      benchmark.totals === undefined
        ? `${name}: \`-\` because it was not scored: ${escapeData(benchmark.unscoredReason)}`
        : `${name}: totals alone, without a verdict: ${escapeData(benchmark.unscoredReason)}`,
    ];
  const { baseline, candidate, n, data } = benchmark;
  const notes: string[] = [];
  if (data.published !== null && data.asked < data.published) {
    notes.push(`${name}: ${data.asked} of the ${data.published} published questions were asked.`);
  }
  if (baseline.accuracy === null || candidate.accuracy === null) return notes;
  const apart = (candidate.accuracy - baseline.accuracy) * 100 - benchmark.deltaPoints;
  if (Math.abs(apart) >= 0.005) {
    notes.push(
      `${name}: each accuracy is over all that its stack answered, the difference over the ${n} questions that both ` +
        "answered in all repeats; so one does not follow from the other.",
    );
  }
  return notes;
}

function behind({ rows }: CardTables): string {
  return dataTable(
    [
      "Metrics",
      "n",
      "difference, points",
      "95 % interval, points",
      "of the baseline, %",
      "p (Holm)",
      "verdict",
    ],
    rows.map(({ metric, benchmark }) => [metric, ...evidence(benchmark), benchmark.verdict]),
    [0, 6],
  );
}

function evidence(benchmark: BenchmarkResult): string[] {
  if (!isCompared(benchmark)) return ["0", NO_FIGURE, NO_FIGURE, NO_FIGURE, NO_FIGURE];
  const { n, deltaPoints, ci95Points, relativePercent, test } = benchmark;
  return [
    String(n),
    printSigned(deltaPoints),
    printBounds(ci95Points),
    printSigned(relativePercent),
    printProbability(test.holmP),
  ];
}
