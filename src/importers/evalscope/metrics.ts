import type { HarnessSample, HarnessTask } from "../../contracts/harness-output.ts";
import { meanOf, meanScore } from "../files/score.ts";
import type { ReportMetric } from "./schema.ts";

/** Subsets with samples of their own; the others sum these up again. */
export function subsetsOf({ categories }: ReportMetric): { name: string; num: number; score: number }[] {
  return categories.flatMap(({ subsets }) => subsets.filter(({ is_aggregate }) => is_aggregate !== true));
}

export function metricName({ name, identity }: ReportMetric): string {
  if (identity === undefined) return name ?? "score";
  const { name: metric, aggregation, dimensions } = identity;
  const axes = Object.values(dimensions).map((value) => `@${String(value)}`);
  return aggregation === "mean" ? `${metric}${axes.join("")}` : `${metric} ${aggregation}${axes.join("")}`;
}

/** Whether the figure is the mean of one value of each sample, not of groups of repeats (`pass_at_k`, `vote_at_k`). */
export function isSampleMetric({ name, identity }: ReportMetric): boolean {
  if (identity !== undefined) return /^(mean|identity)$/.test(identity.aggregation);
  return !/@k?\d*|_at_/.test(name ?? "") || /@1$/.test(name ?? "");
}

/** The metric's name among a sample's values: the first version of the format put the aggregation before it. */
export function valueKey({ name, identity }: ReportMetric): string {
  return identity?.name ?? (name ?? "").replace(/^(mean|clipped_mean)_/, "");
}

/** The report rounds to four decimals, each subset's mean first: the figure is off by up to twice half a unit. */
const ROUNDED_TWICE = 1.000001e-4;

/** Whether each answer that the report counts is there. */
export function isComplete({ num }: ReportMetric, samples: readonly HarnessSample[]): boolean {
  return samples.filter(({ score }) => score !== null).length === num;
}

/**
 * Which mean of all its samples the report's figure is; `null` where it is neither. The harness weighs subsets by their
 * size unless a benchmark sets its figure itself.
 */
export function aggregationOf(
  { score }: ReportMetric,
  samples: readonly HarnessSample[],
): HarnessTask["aggregation"] | null {
  const isScore = (mean: number | null) => mean !== null && Math.abs(mean - score) <= ROUNDED_TWICE;
  if (isScore(meanScore(samples))) return "micro";
  const subsets = [...new Set(samples.map(({ category }) => category))];
  const means = subsets
    .map((subset) => meanScore(samples.filter(({ category }) => category === subset)))
    .filter((mean) => mean !== null);
  return isScore(meanOf(means)) ? "macro of categories" : null;
}
