import { armInterval } from "../../compare/accuracy/arm-interval.ts";
import type { ComparedPairs } from "../../compare/accuracy/compare-pairs.ts";
import { decideBenchmark } from "../../compare/accuracy/decide-benchmark.ts";
import { lengthRatio } from "../../compare/accuracy/length-ratio.ts";
import { macroWeights, type PairedScores } from "../../compare/accuracy/paired-scores.ts";
import { answerAll } from "../../compare/accuracy/policies/index.ts";
import { selfNoise } from "../../compare/accuracy/self-noise.ts";
import type {
  AccuracyPolicyName,
  ArmScores,
  CategoryScores,
  ComparedBenchmark,
  SelfNoise,
} from "../../contracts/bench-result.ts";
import type { AccuracyLimits } from "../../contracts/bench-run.ts";
import type { FlipList } from "./flip-list.ts";
import type { Pairs } from "./pairs.ts";
import type { Tally } from "./tally.ts";

export type Aggregation = "micro" | "macro of categories";

/** All that one benchmark's answers come to, whoever asked for them. */
export interface BenchmarkScores {
  readonly aggregation: Aggregation;
  readonly repeats: number;
  readonly baseline: Tally;
  readonly candidate: Tally;
  readonly pairs: Pairs;
  readonly flips: FlipList;
}

/** What the statistics are computed from. */
export function pairedScores({
  pairs,
  aggregation,
  repeats,
}: Pick<BenchmarkScores, "pairs" | "aggregation" | "repeats">): PairedScores {
  return {
    baseline: Float64Array.from(pairs.baseline),
    candidate: Float64Array.from(pairs.candidate),
    clusters: pairs.isClustered ? pairs.clusters : null,
    repeats,
    binary: pairs.binary,
    ...(aggregation === "macro of categories" && { weights: categoryWeights(pairs) }),
  };
}

/** The figures, the flips and the verdict of a benchmark of which both arms answered something. */
export function pairedFigures(
  scores: BenchmarkScores,
  compared: ComparedPairs,
  { limits, policy }: { limits: AccuracyLimits; policy: AccuracyPolicyName },
) {
  const paired = pairedScores(scores);
  const baseline = armScores(scores, "baseline", paired);
  const candidate = armScores(scores, "candidate", paired);
  const ratio = lengthRatio({ baseline, candidate }, limits);
  const policies = answerAll(compared, limits);
  const circumstances = {
    baseline: countsOf(scores.baseline),
    candidate: countsOf(scores.candidate),
    lengthRatio: ratio,
  };
  return {
    ...compared.comparison,
    baseline,
    candidate,
    selfNoise: selfNoiseOf(scores.pairs),
    lengthRatio: ratio,
    flipCauses: scores.flips.causes,
    flipList: scores.flips.listed,
    categories: categoriesOf(scores.pairs),
    policies,
    ...decideBenchmark(policies, policy, { circumstances, limits }),
  } satisfies Partial<ComparedBenchmark>;
}

function armScores(
  { aggregation, ...scores }: BenchmarkScores,
  arm: "baseline" | "candidate",
  { clusters, repeats, binary, weights, ...paired }: PairedScores,
): ArmScores {
  const tally = scores[arm];
  const interval = { scores: paired[arm], clusters, repeats, binary, ...(weights && { weights }) };
  return {
    accuracy: tally.accuracy(aggregation),
    accuracyInterval: armInterval(interval),
    correct: tally.correct,
    ...tally.counts,
    meanCompletionTokens: tally.meanCompletionTokens,
    meanCharacters: tally.meanCharacters,
  };
}

function countsOf({ answered, counts }: Tally) {
  return { samples: answered + counts.errors, errors: counts.errors, truncated: counts.truncated };
}

function selfNoiseOf({ again }: Pairs): SelfNoise | null {
  if (again.baseline.length === 0) return null;
  return selfNoise({
    baseline: again.baseline,
    baselineRepeat: again.repeat,
    candidate: again.candidate,
    repeatIdentical: again.sameRepeat,
    candidateIdentical: again.sameCandidate,
  });
}

function categoryWeights({ categories }: Pairs): Float64Array {
  const names = [...new Set(categories)];
  const numbers = new Map(names.map((name, number) => [name, number]));
  return macroWeights(categories.map((name) => numbers.get(name) ?? 0));
}

/** In the order in which they first appear; none where the benchmark has none. */
function categoriesOf({ categories, baseline, candidate }: Pairs): CategoryScores[] {
  const found = new Map<string, { n: number; baseline: number; candidate: number }>();
  for (const [i, name] of categories.entries()) {
    const sums = found.get(name) ?? { n: 0, baseline: 0, candidate: 0 };
    sums.n += 1;
    sums.baseline += baseline[i] ?? 0;
    sums.candidate += candidate[i] ?? 0;
    found.set(name, sums);
  }
  if (found.size === 1 && found.has("")) return [];
  return [...found].map(([name, { n, ...sums }]) => ({
    name,
    n,
    baselineAccuracy: sums.baseline / n,
    candidateAccuracy: sums.candidate / n,
    deltaPoints: (100 * (sums.candidate - sums.baseline)) / n,
  }));
}
