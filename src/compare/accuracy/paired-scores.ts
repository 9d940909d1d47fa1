import { NeumaierSum } from "../neumaier.ts";

/** What both arms scored on the questions that both answered in all repeats, in the same order. */
export interface PairedScores {
  /** Mean score of each question over its repeats, 0 to 1. */
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** Which questions belong together, by any number they share; `null` where each stands for itself. */
  readonly clusters: ArrayLike<number> | null;
  /** How often each question was asked. */
  readonly repeats: number;
  /** Whether every single score is 0 or 1. */
  readonly binary: boolean;
  /** For a macro average: what each question counts (see `macroWeights`); all alike where absent. */
  readonly weights?: Float64Array;
}

/** What all the paired statistics rest on. Differences are candidate − baseline, fractions. */
export interface PairedSummary {
  readonly n: number;
  readonly repeats: number;
  readonly baselineAccuracy: number;
  readonly candidateAccuracy: number;
  readonly delta: number;
  /** Questions that scored less, and more, on the candidate. */
  readonly lost: number;
  readonly gained: number;
  /** Sums of each cluster's differences, and of its weights (which add up to n). */
  readonly clusterSums: Float64Array;
  readonly clusterWeights: Float64Array;
  readonly unit: "questions" | "clusters";
  /** Why a question is not simply right or wrong for itself; `null` where it is. */
  readonly notMatchedPairs: string | null;
}

/** @throws RangeError where there are no questions, or lengths or scores do not fit */
export function summarise(scores: PairedScores): PairedSummary {
  const n = checkedLength(scores);
  const weights = normalisedWeights(scores.weights, n);
  const differences = scores.candidate.map((score, i) => score - (scores.baseline[i] ?? 0));
  const groups = clusterIndices(scores.clusters, n);
  const clusterSums = groupSums(groups, (i) => (weights[i] ?? 1) * (differences[i] ?? 0));
  const unit = groups.count === n ? "questions" : "clusters";
  return {
    n,
    repeats: scores.repeats,
    baselineAccuracy: weightedMean(scores.baseline, weights),
    candidateAccuracy: weightedMean(scores.candidate, weights),
    delta: sumOf(clusterSums) / n,
    lost: differences.filter((difference) => difference < 0).length,
    gained: differences.filter((difference) => difference > 0).length,
    clusterSums,
    clusterWeights: groupSums(groups, (i) => weights[i] ?? 1),
    unit,
    notMatchedPairs: whyNotMatchedPairs(scores, unit),
  };
}

/**
 * Weights under which the mean over questions is the mean of the categories' means.
 *
 * @param categories one number for each question, the same within a category
 */
export function macroWeights(categories: ArrayLike<number>): Float64Array {
  const { indices, count } = clusterIndices(categories, categories.length);
  const sizes = new Float64Array(count);
  for (const index of indices) sizes[index] = (sizes[index] ?? 0) + 1;
  return Float64Array.from(indices, (index) => categories.length / (count * (sizes[index] ?? 1)));
}

/** Clusters numbered from 0 in the order in which they appear. */
export interface ClusterIndices {
  readonly indices: Int32Array;
  readonly count: number;
}

export function clusterIndices(clusters: ArrayLike<number> | null, n: number): ClusterIndices {
  const known = new Map<number, number>();
  const indices = Int32Array.from({ length: n }, (_, i) => {
    const cluster = clusters?.[i] ?? i;
    const index = known.get(cluster) ?? known.size;
    known.set(cluster, index);
    return index;
  });
  return { indices, count: known.size };
}

export function groupSums({ indices, count }: ClusterIndices, value: (i: number) => number): Float64Array {
  const sums = new Float64Array(count);
  for (const [i, index] of indices.entries()) sums[index] = (sums[index] ?? 0) + value(i);
  return sums;
}

/** Scaled to a mean of 1. */
export function normalisedWeights(weights: Float64Array | undefined, n: number): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1);
  const total = sumOf(weights);
  return weights.map((weight) => (weight * n) / total);
}

export function weightedMean(values: Float64Array, weights: Float64Array): number {
  return sumOf(values.map((value, i) => value * (weights[i] ?? 1))) / values.length;
}

export function sumOf(values: Iterable<number>): number {
  const sum = new NeumaierSum();
  for (const value of values) sum.add(value);
  return sum.value;
}

function checkedLength({ baseline, candidate, clusters, repeats, weights }: PairedScores): number {
  const n = baseline.length;
  if (n === 0) throw new RangeError("no question was answered by both arms");
  const lengths = [candidate.length, clusters?.length ?? n, weights?.length ?? n];
  if (lengths.some((length) => length !== n))
    throw new RangeError(`${n} questions, but ${lengths.join(", ")} candidate scores, clusters and weights`);
  if (!(Number.isInteger(repeats) && repeats >= 1)) throw new RangeError(`${repeats} repeats`);
  for (const score of [...baseline, ...candidate])
    if (!(score >= 0 && score <= 1)) throw new RangeError(`a score of ${score} is not between 0 and 1`);
  return n;
}

function whyNotMatchedPairs(scores: PairedScores, unit: "questions" | "clusters"): string | null {
  if (scores.repeats > 1) return `each question was asked ${scores.repeats} times`;
  if (!scores.binary) return "answers are not simply right or wrong";
  if (unit === "clusters") return "answers to questions of one cluster are not independent";
  return scores.weights === undefined ? null : "questions do not count alike";
}
