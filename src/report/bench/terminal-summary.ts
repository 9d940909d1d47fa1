import type {
  BenchmarkResult,
  BenchmarkTotals,
  ComparedBenchmark,
  UnscoredBenchmark,
} from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { alignColumns, type Cell } from "../columns.ts";
import { cut, visible } from "../data-text.ts";
import type { Paint } from "../paint.ts";
import { sentence, summaryHead } from "../summary-head.ts";
import { comparedBenchmarks, isCompared, NO_FIGURE, plural, printFraction, printSigned } from "./figures.ts";

const LONGEST_NAME = 28;
const LONGEST_LABEL = 20;

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function benchSummary(run: BenchRun, reportPath: string, paint: Paint): string {
  const lines = [
    ...summaryHead(run, paint),
    "",
    ...table(run, paint).map((line) => `  ${line}`),
    ...decidingLines(run),
    "",
    ...sizeLines(run).map((line) => `  ${line}`),
    `  ${reportPath}`,
  ];
  return lines.join("\n");
}

function table(run: BenchRun, paint: Paint): string[] {
  if (run.benchmarks.length === 0) return ["nothing compared"];
  const label = (text: string) => cut(visible(text), LONGEST_LABEL);
  const header = [
    "",
    label(run.baseline.label),
    label(run.candidate.label),
    "points",
    "95 % interval",
    "n",
    "lost",
    "gained",
    "",
  ];
  return alignColumns(
    [header, ...run.benchmarks.map((benchmark) => rowOf(benchmark, run, paint))],
    ALIGNMENTS,
  );
}

const ALIGNMENTS = ["left", "right", "right", "right", "left", "right", "right", "right", "left"] as const;

function rowOf(benchmark: BenchmarkResult, { settings }: BenchRun, paint: Paint): (string | Cell)[] {
  const name = cut(visible(benchmark.cardName), LONGEST_NAME);
  const verdict = { text: benchmark.verdict, painted: paint.verdict(benchmark.verdict, benchmark.verdict) };
  if (!isCompared(benchmark)) {
    return [name, ...cellsOfTotals(benchmark.totals), NO_FIGURE, NO_FIGURE, verdict];
  }
  const { baseline, candidate, deltaPoints, ci95Points, n, flips } = benchmark;
  const isReal = benchmark.verdict === "consistent" && benchmark.test.holmP < settings.limits.alpha;
  return [
    name,
    printFraction(baseline.accuracy),
    printFraction(candidate.accuracy),
    minus(printSigned(deltaPoints)),
    pointsBetween(ci95Points),
    String(n),
    String(flips.lost),
    String(flips.gained),
    isReal ? withSuffix(verdict, ", the difference is real") : verdict,
  ];
}

function cellsOfTotals(totals: BenchmarkTotals | undefined): string[] {
  if (totals === undefined) return [NO_FIGURE, NO_FIGURE, NO_FIGURE, "not scored", "0"];
  const { baseline, candidate, deltaPoints, ci95Points } = totals;
  return [
    printFraction(baseline.accuracy),
    printFraction(candidate.accuracy),
    minus(printSigned(deltaPoints)),
    ci95Points === null ? "totals only" : `${pointsBetween(ci95Points)}, unpaired`,
    "0",
  ];
}

function pointsBetween([low, high]: readonly [number, number]): string {
  return `${minus(printSigned(low))} to ${minus(printSigned(high))}`;
}

/** Small enough for the policy is not the same as chance. */
function withSuffix({ text, painted = text }: Cell, suffix: string): Cell {
  return { text: text + suffix, painted: painted + suffix };
}

/** What would decide the benchmarks that are not decided, and why others have no figure. */
function decidingLines({ benchmarks }: BenchRun): string[] {
  const lines = benchmarks.flatMap((benchmark) => {
    const name = cut(visible(benchmark.cardName), LONGEST_NAME);
    if (!isCompared(benchmark)) return [`  ${name} ${unscoredWords(benchmark)}`];
    const needed = neededWords(benchmark);
    return benchmark.verdict === "inconclusive" && needed !== ""
      ? [`  ${name} would be decided by ${needed}`]
      : [];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

function unscoredWords({ totals, unscoredReason }: UnscoredBenchmark): string {
  const what = totals === undefined ? "was not scored" : "has totals alone";
  return `${what}: ${sentence(unscoredReason)}`;
}

function neededWords({ needed, data }: ComparedBenchmark): string {
  const { questions, repeats } = needed;
  const published =
    questions !== null && data.published !== null && questions > data.published
      ? ` (${data.published} are published)`
      : "";
  return [
    ...(questions === null ? [] : [`${plural(questions, "question")}${published}`]),
    ...(repeats === null ? [] : [plural(repeats, "repeat")]),
  ].join(" or ");
}

function sizeLines(run: BenchRun): string[] {
  const { settings, capsule, benchmarks } = run;
  const size = [
    plural(benchmarks.length, "benchmark"),
    `${plural(capsule.questions, "question")} × ${plural(settings.repeats, "repeat")}`,
    `policy ${settings.policy}, margin ±${settings.limits.marginPoints} points`,
  ].join(" · ");
  const noise = noiseLine(run);
  return noise === "" ? [size] : [size, noise];
}

/** How much of a difference is the baseline's own. */
function noiseLine(run: BenchRun): string {
  const compared = comparedBenchmarks(run);
  if (compared.length === 0) return "";
  const known = compared.flatMap(({ selfNoise }) => (selfNoise === null ? [] : [selfNoise]));
  if (known.length === 0) return "the baseline was not asked twice, so its own flips are unknown";
  const total = (read: (noise: (typeof known)[number]) => number) =>
    known.reduce((sum, noise) => sum + read(noise), 0);
  const flips = total((noise) => noise.baselineFlips);
  const candidateFlips = total((noise) => noise.candidateFlips);
  const n = total((noise) => noise.n);
  const whose = cut(visible(run.baseline.label), LONGEST_LABEL);
  return `${whose} against itself flips ${flips} of ${n} answers, against ${cut(visible(run.candidate.label), LONGEST_LABEL)} ${candidateFlips}`;
}

/** A minus sign, which a hyphen in front of a figure is not. */
function minus(text: string): string {
  return text.replace(/^-(?=\d)/, "−");
}
