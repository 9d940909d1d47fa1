import { type ComparedPairs, comparePairs } from "../../../../src/compare/accuracy/compare-pairs.ts";
import { type AccuracyLimits, DEFAULT_ACCURACY_LIMITS } from "../../../../src/compare/accuracy/limits.ts";
import type { PairedScores } from "../../../../src/compare/accuracy/paired-scores.ts";
import type { AccuracyPolicy } from "../../../../src/compare/accuracy/policies/policy.ts";

/** Single answers of which so many are right in each arm, with no more flips than that needs. */
export function scored(n: number, baselineRight: number, candidateRight: number): PairedScores {
  const answers = (right: number) => Float64Array.from({ length: n }, (_, i) => (i < right ? 1 : 0));
  return {
    baseline: answers(baselineRight),
    candidate: answers(candidateRight),
    clusters: null,
    repeats: 1,
    binary: true,
  };
}

/** What a policy says of one benchmark alone. */
export function judge(policy: AccuracyPolicy, scores: PairedScores, changes: Partial<AccuracyLimits> = {}) {
  const limits = { ...DEFAULT_ACCURACY_LIMITS, ...changes };
  const compared = comparePairs([scores], { limits, seed: 1 })[0] as ComparedPairs;
  return { verdict: policy.verdict(compared.figures, limits), reason: policy.reason(compared, limits) };
}
