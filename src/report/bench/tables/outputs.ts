import type { BenchmarkResult, BenchmarkTotals, ComparedOutputs } from "../../../contracts/bench-result.ts";
import type { BenchRun } from "../../../contracts/bench-run.ts";
import type { DataTable } from "../../data-table.ts";
import { cut, visible } from "../../data-text.ts";
import {
  isCompared,
  NO_FIGURE,
  NOT_KNOWN,
  plural,
  printBounds,
  printFraction,
  printSigned,
} from "../figures.ts";

/** A benchmark that was asked by another harness. */
export interface OfOutputs {
  readonly benchmark: BenchmarkResult;
  readonly outputs: ComparedOutputs;
}

export function benchmarksOfOutputs({ benchmarks }: BenchRun): OfOutputs[] {
  return benchmarks.flatMap((benchmark) =>
    benchmark.outputs === undefined ? [] : [{ benchmark, outputs: benchmark.outputs }],
  );
}

export const PAIRING_NOTE =
  "Samples are questions × repeats. Reported: what each side's harness wrote down itself. Content: a hash of what was asked; " +
  "one id with two contents is not the same question, so it is left out.";

/** How the samples of both sides found one another. */
export function pairingTable({ baseline, candidate }: BenchRun, having: readonly OfOutputs[]): DataTable {
  const header = [
    "benchmark",
    "metric",
    `${baseline.label}, reported`,
    `${candidate.label}, reported`,
    "same id and content",
    "same content",
    "same id, content not known",
    "other content",
    `${baseline.label} only`,
    `${candidate.label} only`,
  ];
  const rows = having.map(({ benchmark, outputs: { metric, reported, pairing: paired } }) => [
    benchmark.cardName,
    metric,
    printFraction(reported.baseline),
    printFraction(reported.candidate),
    ...(paired === null
      ? Array<string>(6).fill(NO_FIGURE)
      : [
          String(paired.byIdAndContent),
          String(paired.byContent),
          String(paired.byIdAlone),
          String(paired.changed.samples),
          String(paired.baselineOnly.samples),
          String(paired.candidateOnly.samples),
        ]),
  ]);
  return { header, rows, words: [0, 1] };
}

const LISTED = 20;
const LONGEST_ID = 80;

/** Samples that have no partner, a sentence for each kind of each benchmark. */
export function leftOut({ benchmark, outputs: { pairing: paired } }: OfOutputs): string[] {
  if (paired === null) return [];
  const lists = [
    ["with other content", paired.changed],
    ["in the baseline's output only", paired.baselineOnly],
    ["in the candidate's output only", paired.candidateOnly],
  ] as const;
  return lists.flatMap(([where, { samples, ids }]) => {
    if (samples === 0) return [];
    const named = ids.slice(0, LISTED).map((id) => visible(cut(id, LONGEST_ID)));
    const rest = samples > named.length ? ", …" : "";
    return [`${benchmark.cardName}: ${plural(samples, "sample")} ${where}: ${named.join(", ")}${rest}`];
  });
}

/** What each side was asked with, as its output tells it; `null` where they tell nothing. */
export function outputSettingsTable(
  { baseline, candidate }: BenchRun,
  having: readonly OfOutputs[],
): DataTable | null {
  const rows = having.flatMap(({ benchmark, outputs }) =>
    outputs.settings.map((setting) => [
      benchmark.cardName,
      setting.name,
      setting.baseline ?? NOT_KNOWN,
      setting.candidate ?? NOT_KNOWN,
      setting.baseline === null || setting.candidate === null || setting.baseline === setting.candidate
        ? ""
        : "differs",
    ]),
  );
  if (rows.length === 0) return null;
  return { header: ["benchmark", "setting", baseline.label, candidate.label, ""], rows, words: "all" };
}

/** Benchmarks of which there are totals alone; `null` where there are none. */
export function totalsTable({ baseline, candidate, benchmarks }: BenchRun): DataTable | null {
  const rows = benchmarks.flatMap((benchmark) =>
    isCompared(benchmark) || benchmark.totals === undefined
      ? []
      : [[benchmark.cardName, ...totalCells(benchmark.totals)]],
  );
  if (rows.length === 0) return null;
  const figures = ["difference, points", "95 % interval, unpaired"];
  return { header: ["benchmark", baseline.label, "of", candidate.label, "of", ...figures], rows, words: [0] };
}

/** What totals cannot tell, and how their intervals were made. */
export function totalsNote({ benchmarks }: BenchRun): string {
  return (
    "Of these there are no more than totals. Nothing tells whether both sides were asked the same questions, which answers " +
    "flipped, or how many flips two runs of one stack have; so there is no paired test, and no verdict. " +
    `The intervals are of two independent samples, wider than those of pairs.${reasons(benchmarks)}`
  );
}

function totalCells({ baseline, candidate, deltaPoints, ci95Points }: BenchmarkTotals): string[] {
  return [
    printFraction(baseline.accuracy),
    baseline.questions === null ? NOT_KNOWN : String(baseline.questions),
    printFraction(candidate.accuracy),
    candidate.questions === null ? NOT_KNOWN : String(candidate.questions),
    printSigned(deltaPoints),
    ci95Points === null ? NO_FIGURE : printBounds(ci95Points),
  ];
}

function reasons(benchmarks: readonly BenchmarkResult[]): string {
  const totals = benchmarks.flatMap((benchmark) =>
    isCompared(benchmark) || benchmark.totals === undefined ? [] : [benchmark.totals],
  );
  const methods = new Set(totals.flatMap(({ intervalMethod }) => intervalMethod ?? []));
  const missing = new Set(totals.flatMap(({ ci95PointsReason }) => ci95PointsReason ?? []));
  return [
    ...[...methods].map((method) => ` ${method}.`),
    ...[...missing].map((reason) => ` No interval: ${reason}.`),
  ].join("");
}
