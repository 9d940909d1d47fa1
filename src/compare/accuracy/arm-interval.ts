import { normalQuantile } from "./distributions/normal.ts";
import { studentQuantile } from "./distributions/student-t.ts";
import {
  clusterIndices,
  groupSums,
  normalisedWeights,
  type PairedScores,
  sumOf,
  weightedMean,
} from "./paired-scores.ts";

/** One arm's mean score of each question that it answered. */
export interface OneArm extends Pick<PairedScores, "clusters" | "repeats" | "binary" | "weights"> {
  readonly scores: Float64Array;
}

/**
 * 95 % interval of one arm's accuracy, fractions; `null` where nothing was answered. Wilson's (JASA 22, 1927) for single
 * answers that are right or wrong. Otherwise Wilson's too, for as many questions as would have the same standard error
 * as is found between clusters, with Student's t (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998, put the
 * effective sample size to this use).
 */
export function armInterval(arm: OneArm): readonly [low: number, high: number] | null {
  const n = arm.scores.length;
  if (n === 0) return null;
  const weights = normalisedWeights(arm.weights, n);
  const mean = weightedMean(arm.scores, weights);
  const groups = clusterIndices(arm.clusters, n);
  if (arm.repeats === 1 && arm.binary && groups.count === n && arm.weights === undefined)
    return wilsonInterval(mean, n, normalQuantile(0.975));
  if (groups.count === 1) return [0, 1];
  const residuals = groupSums(groups, (i) => (weights[i] ?? 1) * ((arm.scores[i] ?? 0) - mean));
  const squares = sumOf(residuals.map((residual) => residual ** 2));
  const variance = (squares / n ** 2) * (groups.count / (groups.count - 1));
  const effective = effectiveSize({ mean, variance, clusters: groups.count, answers: n * arm.repeats });
  return wilsonInterval(mean, effective, studentQuantile(0.975, groups.count - 1));
}

/** Clusters that all score the same say nothing about the spread: then each counts once. */
function effectiveSize(arm: { mean: number; variance: number; clusters: number; answers: number }): number {
  if (arm.variance === 0) return arm.clusters;
  return Math.min(arm.answers, (arm.mean * (1 - arm.mean)) / arm.variance);
}

/** Wilson's score interval for a share of n; `z` is the normal (or Student's) quantile of the confidence. */
export function wilsonInterval(mean: number, n: number, z: number): [number, number] {
  const square = z * z;
  const centre = (mean + square / (2 * n)) / (1 + square / n);
  const half = (z / (1 + square / n)) * Math.sqrt((mean * (1 - mean)) / n + square / (4 * n * n));
  return [mean === 0 ? 0 : Math.max(0, centre - half), mean === 1 ? 1 : Math.min(1, centre + half)];
}
