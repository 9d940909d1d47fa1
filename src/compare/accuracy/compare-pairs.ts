import type { PairedComparison } from "../../contracts/bench-result.ts";
import { clusteredMethod } from "./clustered-difference.ts";
import { holm } from "./holm.ts";
import type { AccuracyLimits } from "./limits.ts";
import { mcnemarP } from "./mcnemar.ts";
import { type PairedScores, type PairedSummary, summarise } from "./paired-scores.ts";
import { neededToDecide, plannedStandardError, smallestDetectable, smallestProvableMargin } from "./power.ts";
import { signFlipTest } from "./sign-flips.ts";
import { tangoMethod } from "./tango.ts";

/** The few figures that policies decide on. */
export interface DecidingFigures {
  readonly n: number;
  /** Over the questions that both arms answered, fractions. */
  readonly baselineAccuracy: number;
  readonly candidateAccuracy: number;
  readonly deltaPoints: number;
  /** Of the test that decides, adjusted for the number of benchmarks. */
  readonly holmP: number;
  /** Whether the 90 % interval lies within the margin. */
  readonly equivalent: boolean;
}

export interface ComparedPairs {
  readonly figures: DecidingFigures;
  readonly comparison: PairedComparison;
}

/** p at most this shows equivalence, exactly where the 90 % interval lies within the margin. */
export const EQUIVALENCE_ALPHA = 0.05;

/**
 * The paired statistics of a run's benchmarks, in their order; their number matters, because p is adjusted for it.
 *
 * @param benchmarks those for which both arms answered at least one question
 * @param options.seed of Monte Carlo sign flips
 */
export function comparePairs(
  benchmarks: readonly PairedScores[],
  { limits, seed }: { limits: AccuracyLimits; seed: number },
): ComparedPairs[] {
  const tested = benchmarks.map((scores) => {
    const summary = summarise(scores);
    return { summary, test: differenceTest(summary, seed) };
  });
  const adjusted = holm(tested.map(({ test }) => test.p));
  return tested.map(({ summary, test }, i) =>
    compared(summary, { ...test, holmP: adjusted[i] ?? 1 }, limits),
  );
}

interface DifferenceTest {
  readonly method: string;
  readonly p: number;
  readonly holmP: number;
}

function differenceTest(summary: PairedSummary, seed: number): Omit<DifferenceTest, "holmP"> {
  if (summary.notMatchedPairs !== null)
    return signFlipTest(summary.clusterSums, { seed, unit: summary.unit });
  const discordant = summary.lost + summary.gained;
  return { p: mcnemarP(summary), method: `exact McNemar over ${discordant} differing questions` };
}

function compared(summary: PairedSummary, test: DifferenceTest, limits: AccuracyLimits): ComparedPairs {
  const { n, baselineAccuracy, candidateAccuracy, lost, gained, delta } = summary;
  const method = summary.notMatchedPairs === null ? tangoMethod(summary) : clusteredMethod(summary);
  const equivalenceP = method.equivalenceP(limits.marginPoints / 100);
  const equivalent = equivalenceP <= EQUIVALENCE_ALPHA;
  const deltaPoints = 100 * delta;
  const figures = { n, baselineAccuracy, candidateAccuracy, deltaPoints, holmP: test.holmP, equivalent };
  const comparison: PairedComparison = {
    n,
    deltaPoints,
    relativePercent: baselineAccuracy === 0 ? null : (100 * delta) / baselineAccuracy,
    ci95Points: inPoints(method.interval(0.95)),
    ci90Points: inPoints(method.interval(0.9)),
    intervalMethod: method.description,
    flips: { lost, gained },
    ...mcnemarFigures(summary, test),
    test,
    equivalence: {
      marginPoints: limits.marginPoints,
      p: equivalenceP,
      outcome: equivalent ? "equivalent" : "not shown",
    },
    ...plannedFigures(summary, { test, limits, decided: equivalent || isRealAndBeyond(figures, limits) }),
  };
  return { figures, comparison };
}

/** The other side of equivalence: the difference is real, and larger than the margin. */
export function isRealAndBeyond(
  { holmP, deltaPoints }: DecidingFigures,
  { alpha, marginPoints }: AccuracyLimits,
): boolean {
  return holmP < alpha && Math.abs(deltaPoints) > marginPoints + ROUNDING_POINTS;
}

/** Far above the rounding of sums over questions, far below any difference that means something. */
export const ROUNDING_POINTS = 1e-9;

function inPoints([low, high]: readonly [low: number, high: number]): [number, number] {
  return [100 * low, 100 * high];
}

function mcnemarFigures(summary: PairedSummary, { p }: DifferenceTest) {
  if (summary.notMatchedPairs === null) return { mcnemarP: p };
  return { mcnemarP: null, mcnemarPReason: summary.notMatchedPairs };
}

/** The true difference is planned for as it was seen where the test finds one, and as 0 where it finds none. */
function plannedFigures(
  summary: PairedSummary,
  { test, limits, decided }: { test: DifferenceTest; limits: AccuracyLimits; decided: boolean },
) {
  const plan = {
    standardError: plannedStandardError(summary),
    delta: test.p < limits.alpha ? summary.delta : 0,
    margin: limits.marginPoints / 100,
    alpha: limits.alpha,
  };
  return {
    smallestDetectablePoints: 100 * smallestDetectable(plan),
    smallestProvableMarginPoints: 100 * smallestProvableMargin(plan),
    needed: decided ? { questions: null, repeats: null } : neededToDecide(plan, summary),
  };
}
