import type { AccuracyPolicyName, PolicyAnswer } from "../../contracts/bench-result.ts";
import type { Verdict } from "../../contracts/verdict.ts";
import { percent } from "./format.ts";
import type { LengthRatio } from "./length-ratio.ts";
import type { AccuracyLimits } from "./limits.ts";

/** How an arm's samples (questions × repeats) ended. */
export interface ArmCounts {
  readonly samples: number;
  readonly errors: number;
  readonly truncated: number;
}

/** What weighs on a benchmark's verdict beside the scores. */
export interface BenchmarkCircumstances {
  readonly baseline: ArmCounts;
  readonly candidate: ArmCounts;
  readonly lengthRatio: LengthRatio | null;
}

export interface BenchmarkDecision {
  readonly verdict: Verdict;
  readonly reasons: string[];
}

/**
 * The chosen policy's verdict, unless too many requests failed: then what was answered may be another set of questions
 * than what was asked. Replies of another length, or cut off more often, do not change the verdict but stand in its
 * reasons.
 *
 * @param answers of all policies
 */
export function decideBenchmark(
  answers: readonly PolicyAnswer[],
  policy: AccuracyPolicyName,
  { circumstances, limits }: { circumstances: BenchmarkCircumstances; limits: AccuracyLimits },
): BenchmarkDecision {
  const answer = answers.find(({ name }) => name === policy);
  if (answer === undefined) throw new RangeError(`the policy ${policy} was not asked`);
  const overBudget = errorReasons(circumstances, limits);
  const warnings = [...lengthReasons(circumstances, limits), ...truncationReasons(circumstances, limits)];
  return {
    verdict: overBudget.length > 0 ? "inconclusive" : answer.verdict,
    reasons: [...overBudget, answer.reason, ...warnings],
  };
}

/** Inconsistent where any benchmark is, else inconclusive where any is (or there are none), else consistent. */
export function overallDecision(
  benchmarks: readonly { name: string; verdict: Verdict; reasons: readonly string[] }[],
): BenchmarkDecision {
  const verdict = (["inconsistent", "inconclusive"] as const).find((worst) =>
    benchmarks.some((benchmark) => benchmark.verdict === worst),
  );
  if (benchmarks.length === 0) return { verdict: "inconclusive", reasons: ["no benchmark was compared"] };
  const deciding = verdict ?? "consistent";
  const reasons = benchmarks
    .filter((benchmark) => benchmark.verdict === deciding)
    .map(({ name, reasons }) => `${name}: ${reasons[0] ?? deciding}`);
  return { verdict: deciding, reasons };
}

function errorReasons(circumstances: BenchmarkCircumstances, { errorBudget }: AccuracyLimits): string[] {
  return (["baseline", "candidate"] as const).flatMap((arm) => {
    const { errors, samples } = circumstances[arm];
    if (errors <= errorBudget * samples + 1e-9) return [];
    const budget = `the error budget is ${percent(errorBudget)}`;
    return [
      `${errors} of the ${arm}'s ${samples} requests failed, and ${budget}: a failed request is no wrong answer`,
    ];
  });
}

function lengthReasons({ lengthRatio }: BenchmarkCircumstances, limits: AccuracyLimits): string[] {
  if (lengthRatio === null || !lengthRatio.outside) return [];
  const { ratio, unit } = lengthRatio;
  const range = `outside ${limits.minLengthRatio} to ${limits.maxLengthRatio}`;
  return [
    `the candidate's replies are ${ratio.toFixed(2)} times as long as the baseline's (${unit}), ${range}`,
  ];
}

function truncationReasons(
  { baseline, candidate }: BenchmarkCircumstances,
  limits: AccuracyLimits,
): string[] {
  const points = 100 * Math.abs(shareTruncated(candidate) - shareTruncated(baseline));
  if (points <= limits.truncationPoints) return [];
  const counts = `${candidate.truncated} of the candidate's ${candidate.samples}`;
  return [`${counts} replies were cut off, and ${baseline.truncated} of the baseline's ${baseline.samples}`];
}

function shareTruncated({ truncated, samples }: ArmCounts): number {
  return samples === 0 ? 0 : truncated / samples;
}
