import type { BenchmarkResult, BenchmarkTotals, ComparedOutputs } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { cut, escapeData, visible } from "../data-text.ts";
import { dataTable } from "../markdown-table.ts";
import {
  isCompared,
  NO_FIGURE,
  NOT_KNOWN,
  plural,
  printBounds,
  printFraction,
  printSigned,
} from "./figures.ts";

/** Of outputs of other harnesses: how their samples were paired, what was left out, and what both sides were asked with. */
export function outputSections(run: BenchRun): string[] {
  const having = run.benchmarks.flatMap((benchmark) =>
    benchmark.outputs === undefined ? [] : [{ benchmark, outputs: benchmark.outputs }],
  );
  if (having.length === 0) return [];
  return [
    ...totalSections(run),
    "## How the outputs were paired",
    pairing(run, having),
    "Samples are questions × repeats. Reported: what each side's harness wrote down itself. Content: a hash of what was asked; " +
      "one id with two contents is not the same question, so it is left out.",
    ...having.flatMap(leftOut),
    "## What both sides were asked with",
    settings(run, having),
  ];
}

interface Having {
  readonly benchmark: BenchmarkResult;
  readonly outputs: ComparedOutputs;
}

function pairing({ baseline, candidate }: BenchRun, having: readonly Having[]): string {
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
  return dataTable(header, rows, [0, 1]);
}

const LISTED = 20;
const LONGEST_ID = 80;

function leftOut({ benchmark, outputs: { pairing: paired } }: Having): string[] {
  if (paired === null) return [];
  const lists = [
    ["with other content", paired.changed],
    ["in the baseline's output only", paired.baselineOnly],
    ["in the candidate's output only", paired.candidateOnly],
  ] as const;
  return lists.flatMap(([where, { samples, ids }]) => {
    if (samples === 0) return [];
    const named = ids.slice(0, LISTED).map((id) => escapeData(visible(cut(id, LONGEST_ID))));
    const rest = samples > named.length ? ", …" : "";
    return [
      `- ${escapeData(benchmark.cardName)}: ${plural(samples, "sample")} ${where}: ${named.join(", ")}${rest}`,
    ];
  });
}

function settings({ baseline, candidate }: BenchRun, having: readonly Having[]): string {
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
  return rows.length === 0
    ? "The outputs do not tell."
    : dataTable(["benchmark", "setting", baseline.label, candidate.label, ""], rows, "all");
}

function totalSections({ baseline, candidate, benchmarks }: BenchRun): string[] {
  const rows = benchmarks.flatMap((benchmark) =>
    isCompared(benchmark) || benchmark.totals === undefined
      ? []
      : [[benchmark.cardName, ...totalCells(benchmark.totals)]],
  );
  if (rows.length === 0) return [];
  return [
    "## Totals",
    dataTable(
      [
        "benchmark",
        baseline.label,
        "of",
        candidate.label,
        "of",
        "difference, points",
        "95 % interval, unpaired",
      ],
      rows,
    ),
    "Of these there are no more than totals. Nothing tells whether both sides were asked the same questions, which answers " +
      "flipped, or how many flips two runs of one stack have; so there is no paired test, and no verdict. " +
      `The intervals are of two independent samples, wider than those of pairs.${reasons(benchmarks)}`,
  ];
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
    ...[...methods].map((method) => ` ${escapeData(method)}.`),
    ...[...missing].map((reason) => ` No interval: ${escapeData(reason)}.`),
  ].join("");
}
