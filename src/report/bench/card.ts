import type { BenchmarkResult, BenchmarkTotals } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { isCompared, NO_FIGURE, printFraction, printSigned } from "./figures.ts";

/** One benchmark as the model cards' tables have it, in their own figures. */
export interface CardRow {
  readonly benchmark: BenchmarkResult;
  /** The name in the first column, without an arrow. */
  readonly metric: string;
  /** Fractions of three decimals, or `-`. */
  readonly baseline: string;
  readonly candidate: string;
  /** Candidate − baseline in percent of the full score, two decimals, signed, or `-`. */
  readonly difference: string;
}

/** Both tables of the model cards. */
export interface CardTables {
  readonly scores: { readonly metrics: string; readonly baseline: string; readonly candidate: string };
  readonly differences: { readonly metrics: string; readonly difference: string };
  readonly rows: readonly CardRow[];
}

export function cardTables(run: BenchRun): CardTables {
  const model = modelName(run);
  const repeats = new Set(run.benchmarks.map((benchmark) => benchmark.repeats));
  const [common = run.settings.repeats] = repeats;
  return {
    scores: {
      metrics: "Metrics",
      baseline: `${model}-${run.baseline.label}`,
      candidate: `${model}-${run.candidate.label}`,
    },
    differences: {
      // Where the rows' numbers of repeats differ, each row tells its own.
      metrics: repeats.size > 1 ? "Metrics" : `Metrics(avg@${common})`,
      difference: `Difference with ${referenceName(run.baseline.label)}`,
    },
    rows: run.benchmarks.map((benchmark) => ({
      benchmark,
      metric: metricName(benchmark, run.benchmarks),
      ...figuresOf(benchmark),
    })),
  };
}

function figuresOf(benchmark: BenchmarkResult): Pick<CardRow, "baseline" | "candidate" | "difference"> {
  if (!isCompared(benchmark)) return figuresOfTotals(benchmark.totals);
  return {
    baseline: printFraction(benchmark.baseline.accuracy),
    candidate: printFraction(benchmark.candidate.accuracy),
    difference: `${printSigned(benchmark.deltaPoints)}%`,
  };
}

/** The cards themselves hold no more than totals. */
function figuresOfTotals(totals: BenchmarkTotals | undefined) {
  if (totals === undefined) return { baseline: NO_FIGURE, candidate: NO_FIGURE, difference: NO_FIGURE };
  return {
    baseline: printFraction(totals.baseline.accuracy),
    candidate: printFraction(totals.candidate.accuracy),
    difference: `${printSigned(totals.deltaPoints)}%`,
  };
}

/** Two rows must not share a name, and a row tells its repeats where the header cannot. */
/** The name in a first column, by which no two benchmarks of a run are the same. */
export function metricName(benchmark: BenchmarkResult, all: readonly BenchmarkResult[]): string {
  const { cardName, name, repeats } = benchmark;
  const isShared = all.filter((other) => other.cardName === cardName).length > 1;
  const isMixed = all.some((other) => other.repeats !== repeats);
  return `${cardName}${isShared ? ` (${name})` : ""}${isMixed ? ` avg@${repeats}` : ""}`;
}

/**
 * What the columns are named by: the model that both servers name, without its folder and without a stack's name at its
 * end; the suite's title where they name none, or two.
 */
export function modelName({ baseline, candidate, suite }: BenchRun): string {
  const names = new Set(
    [baseline, candidate].map(({ model }) =>
      withoutEndings(lastSegment(model ?? ""), [baseline.label, candidate.label]),
    ),
  );
  const [only = ""] = names;
  return names.size === 1 && only !== "" ? only : suite.title;
}

function lastSegment(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? "";
}

function withoutEndings(name: string, labels: readonly string[]): string {
  const ending = labels.find((label) => label !== "" && name.endsWith(`-${label}`));
  return ending === undefined ? name : name.slice(0, -ending.length - 1);
}

/** The cards name the chip with its stack; CUDA is one chip maker's alone. */
function referenceName(label: string): string {
  return label === "CUDA" ? "Nvidia-CUDA" : label;
}
