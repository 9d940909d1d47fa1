import type { AnyRun } from "../../contracts/any-run.ts";
import type { BenchmarkResult, ComparedBenchmark } from "../../contracts/bench-result.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { CardCheckRun } from "../../contracts/card-check-run.ts";
import type { CompareRun } from "../../contracts/compare-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import { isCompared } from "../bench/figures.ts";
import { type FigureWords, figureWords } from "./figure-words.ts";
import { type Amount, numbersIn } from "./flatten.ts";

/** One figure of a run. */
export interface RunFigure extends FigureWords {
  /** Unique in its group. */
  readonly key: string;
  readonly value: Amount;
}

export interface FigureGroup {
  readonly title: string;
  readonly figures: readonly RunFigure[];
}

/** Every figure of a run by what it is of; those of single tensors and samples have tables of their own. */
export function figureGroups(run: AnyRun): FigureGroup[] {
  return groupsOf(run).filter(({ figures }) => figures.length > 0);
}

function groupsOf(run: AnyRun): FigureGroup[] {
  switch (run.kind) {
    case "pi0":
      return pi0Groups(run);
    case "bench":
      return benchGroups(run);
    case "compare":
      return [tensorCounts(run)];
    case "card":
      return [rowCounts(run)];
  }
}

function pi0Groups(run: RunResult): FigureGroup[] {
  const times = group("Latency", run.latency);
  if (run.metrics === null) return [times];
  const { descriptions, nonFinite } = run;
  return [
    group("Metrics", run.metrics, descriptions),
    group("MAPE by convention", run.mapeConventions, descriptions),
    group("95 % intervals", run.intervals, descriptions),
    group("Floors", run.floors, descriptions),
    group("Distance to the golden stack", run.golden, descriptions),
    group("Error coherence", run.errorCoherence, descriptions),
    group("Non-finite elements", { mismatches: nonFinite.mismatches, excluded: nonFinite.excluded }),
    group("End effector", run.endEffector),
    times,
  ];
}

function benchGroups({ benchmarks, baseline, candidate }: BenchRun): FigureGroup[] {
  return [
    ...benchmarks.map(benchmarkGroup),
    group("How the servers were asked", { baseline: askedOf(baseline), candidate: askedOf(candidate) }),
  ];
}

function benchmarkGroup(benchmark: BenchmarkResult): FigureGroup {
  const { name, cardName, n } = benchmark;
  const title = name === cardName ? name : `${cardName} (${name})`;
  if (!isCompared(benchmark)) return group(title, { n, ...benchmark.totals });
  const { categories, flipCauses, data } = benchmark;
  return group(title, {
    ...figuresOfScored(benchmark),
    asked: data.asked,
    flipCauses,
    categories: Object.fromEntries(categories.map(({ name: category, ...scores }) => [category, scores])),
  });
}

function figuresOfScored(benchmark: ComparedBenchmark) {
  const { n, deltaPoints, relativePercent, ci95Points, ci90Points, flips, mcnemarP, test, equivalence } =
    benchmark;
  const { smallestDetectablePoints, smallestProvableMarginPoints, selfNoise, lengthRatio } = benchmark;
  return {
    n,
    baseline: benchmark.baseline,
    candidate: benchmark.candidate,
    deltaPoints,
    relativePercent,
    ci95Points,
    ci90Points,
    flips,
    mcnemarP,
    test,
    equivalence,
    smallestDetectablePoints,
    smallestProvableMarginPoints,
    selfNoise,
    lengthRatio,
  };
}

function askedOf({ requests, retries, outages, resumed, askedMilliseconds }: BenchRun["baseline"]) {
  return { requests, retries, outages, resumed, askedMilliseconds };
}

function tensorCounts({ tensors, pairs, missing }: CompareRun): FigureGroup {
  const count = (outcome: string) => tensors.filter((tensor) => tensor.outcome === outcome).length;
  return group("Tensors", {
    pairs,
    pass: count("pass"),
    fail: count("fail"),
    notDecided: count("inconclusive"),
    missing: { fromCandidate: missing.fromCandidate.length, fromBaseline: missing.fromBaseline.length },
  });
}

function rowCounts({ rows }: CardCheckRun): FigureGroup {
  const count = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  return group("Rows of the card", {
    rows: rows.length,
    agrees: count("agrees"),
    disagrees: count("disagrees"),
    cannotTell: count("cannot tell"),
  });
}

function group(title: string, found: unknown, descriptions?: Parameters<typeof figureWords>[1]): FigureGroup {
  const figures = numbersIn(found).map(({ path, value }) => ({
    key: path.join("."),
    value,
    ...figureWords(path, descriptions),
  }));
  return { title, figures };
}
