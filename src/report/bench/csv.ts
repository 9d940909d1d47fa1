import type { BenchmarkResult, ComparedBenchmark, UnscoredBenchmark } from "../../contracts/bench-result.ts";
import type { BenchArm, BenchRun } from "../../contracts/bench-run.ts";
import { type CsvCell, csvText } from "../csv-text.ts";
import { type CardRow, type CardTables, cardTables } from "./card.ts";
import { isCompared, NO_FIGURE } from "./figures.ts";

type Row = readonly [section: string, name: string, figure: string, value: CsvCell, note: string];

/**
 * Every figure of a run of benchmarks, one a line. The model card's tables come back by pivoting the sections `card` and
 * `cardDifference`: names down, figures across.
 */
export function benchCsv(run: BenchRun): string {
  return csvText(["section", "name", "figure", "value", "note"], rowsOf(run));
}

function rowsOf(run: BenchRun): Row[] {
  const tables = cardTables(run);
  return [
    ...runRows(run),
    ...run.warnings.map((warning, index): Row => ["warnings", String(index + 1), "warning", warning, ""]),
    ...run.reasons.map((reason, index): Row => ["reasons", String(index + 1), "reason", reason, ""]),
    ...tables.rows.flatMap((row) => scoreRows(row, tables)),
    ...tables.rows.flatMap((row) => differenceRows(row, tables)),
    ...armRows("baseline", run.baseline),
    ...armRows("candidate", run.candidate),
    ...objectRows("settings", "", run.settings),
    ...run.benchmarks.flatMap(benchmarkRows),
  ];
}

function runRows({
  id,
  origin,
  status,
  failure,
  baseline,
  candidate,
  verdict,
  headline,
  capsule,
}: BenchRun): Row[] {
  return [
    ["run", "", "id", id, ""],
    ["run", "", "origin", origin, ""],
    ["run", "", "status", status, failure?.message ?? ""],
    ["run", "", "baseline", baseline.label, baseline.source],
    ["run", "", "candidate", candidate.label, candidate.source],
    ["run", "", "verdict", verdict, headline],
    ["run", "", "capsuleSha256", capsule.sha256, capsule.description],
    ["run", "", "questions", capsule.questions, ""],
  ];
}

function scoreRows({ metric, baseline, candidate, benchmark }: CardRow, { scores }: CardTables): Row[] {
  const note = isCompared(benchmark) ? "" : whyUnscored(benchmark);
  return [
    ["card", metric, scores.baseline, printed(baseline), note],
    ["card", metric, scores.candidate, printed(candidate), note],
  ];
}

function differenceRows({ metric, difference, benchmark }: CardRow, { differences }: CardTables): Row[] {
  const section = "cardDifference";
  if (!isCompared(benchmark)) {
    return [
      [section, metric, differences.difference, printed(difference), whyUnscored(benchmark)],
      [section, metric, "n", 0, ""],
      [section, metric, "verdict", benchmark.verdict, ""],
    ];
  }
  const { n, ci95Points, verdict } = benchmark;
  return [
    [section, metric, differences.difference, printed(difference), differences.metrics],
    [section, metric, "n", n, ""],
    [section, metric, "ci95PointsLow", ci95Points[0], ""],
    [section, metric, "ci95PointsHigh", ci95Points[1], ""],
    [section, metric, "verdict", verdict, ""],
  ];
}

function whyUnscored({ totals, unscoredReason }: UnscoredBenchmark): string {
  return `${totals === undefined ? "not scored" : "totals alone"}: ${unscoredReason}`;
}

/** A figure in the cards' decimals, without a plus: a spreadsheet would take that for a formula. */
function printed(text: string): CsvCell {
  return text === NO_FIGURE ? null : { figure: text.replace(/^\+/, "") };
}

function armRows(role: string, { environment, evidence, ...arm }: BenchArm): Row[] {
  return [
    ...objectRows("arms", role, arm),
    ["arms", role, "evidence", evidence.status, evidence.summary],
    ...Object.entries(environment).map(([key, value]): Row => ["environment", role, key, value, ""]),
  ];
}

function benchmarkRows(benchmark: BenchmarkResult): Row[] {
  const { name, cardName, sampling, data, verdict, reasons } = benchmark;
  const { template, extraction, numFewshot, repeats, aggregation } = benchmark;
  return [
    ["benchmarks", name, "verdict", verdict, reasons.join("; ")],
    ...objectRows("benchmarks", name, { cardName, template, extraction, numFewshot, repeats, aggregation }),
    ...objectRows("sampling", name, sampling ?? {}),
    ...objectRows("data", name, { ...data, unsupported: benchmark.unsupported }),
    ...outputRows(benchmark),
    ...(isCompared(benchmark) ? comparisonRows(benchmark) : unscoredRows(benchmark)),
  ];
}

function unscoredRows({ name, unscoredReason, totals }: UnscoredBenchmark): Row[] {
  const none: Row = ["statistics", name, "n", 0, unscoredReason];
  if (totals === undefined) return [none];
  const { baseline, candidate, ...difference } = totals;
  return [
    none,
    ...objectRows("totals", `${name}/baseline`, baseline),
    ...objectRows("totals", `${name}/candidate`, candidate),
    ...objectRows("totals", name, difference),
  ];
}

/** The same figures with a word behind their names. */
function suffixed(figures: Readonly<Record<string, unknown>>, word: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${key}${word}`, value]));
}

/** Of another harness's outputs: how its samples were paired, and the settings that it tells. */
function outputRows({ name, outputs }: BenchmarkResult): Row[] {
  if (outputs === undefined) return [];
  const { settings, pairing, ...rest } = outputs;
  return [
    ...objectRows("outputs", name, { metric: rest.metric, ...suffixed(rest.reported, "Reported") }),
    ...Object.entries(pairing ?? {}).map(
      ([key, found]): Row =>
        typeof found === "number"
          ? ["pairing", name, key, found, ""]
          : ["pairing", name, key, found.samples, found.ids.join(" ")],
    ),
    ...settings.map(
      (setting): Row => ["outputSettings", name, setting.name, setting.baseline, setting.candidate ?? ""],
    ),
  ];
}

function comparisonRows(benchmark: ComparedBenchmark): Row[] {
  const { name, flips, test, equivalence, needed, selfNoise, lengthRatio } = benchmark;
  const { n, deltaPoints, relativePercent, ci95Points, ci90Points, intervalMethod } = benchmark;
  const { smallestDetectablePoints, smallestProvableMarginPoints } = benchmark;
  return [
    ...objectRows("statistics", name, {
      n,
      deltaPoints,
      relativePercent,
      ci95Points,
      ci90Points,
      intervalMethod,
    }),
    ["statistics", name, "mcnemarP", benchmark.mcnemarP, benchmark.mcnemarPReason ?? ""],
    ...objectRows("statistics", name, { smallestDetectablePoints, smallestProvableMarginPoints }),
    ...objectRows("test", name, test),
    ...objectRows("equivalence", name, equivalence),
    ...objectRows("needed", name, needed),
    ...objectRows("baseline", name, benchmark.baseline),
    ...objectRows("candidate", name, benchmark.candidate),
    ...objectRows("lengthRatio", name, lengthRatio ?? {}),
    ...objectRows("selfNoise", name, selfNoise ?? {}),
    ...benchmark.policies.map(
      (policy): Row => ["policies", name, policy.name, policy.verdict, policy.reason],
    ),
    ...objectRows("flips", name, flips),
    ...objectRows("flipCauses", name, benchmark.flipCauses),
    ...benchmark.flipList.map(
      ({ id, repeat, direction, cause }): Row => ["flipList", name, `${id}#${repeat}`, direction, cause],
    ),
    ...benchmark.categories.flatMap(({ name: category, ...figures }) =>
      objectRows("categories", `${name}/${category}`, figures),
    ),
  ];
}

/** A line for each figure; both ends of an interval have their own, and limits within settings theirs. */
function objectRows(section: string, name: string, figures: Readonly<Record<string, unknown>>): Row[] {
  return Object.entries(figures).flatMap(([key, value]): Row[] => {
    if (isInterval(value)) return intervalRows(section, name, key, value);
    if (isObject(value)) return objectRows(section, name, value);
    return [[section, name, key, cell(value), ""]];
  });
}

function intervalRows(section: string, name: string, key: string, [low, high]: Interval): Row[] {
  return [
    [section, name, `${key}Low`, low, ""],
    [section, name, `${key}High`, high, ""],
  ];
}

type Interval = readonly [number, number];

function isInterval(value: unknown): value is Interval {
  return Array.isArray(value) && value.length === 2 && value.every((bound) => typeof bound === "number");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function cell(value: unknown): CsvCell {
  if (typeof value === "number" || typeof value === "string") return value;
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}
