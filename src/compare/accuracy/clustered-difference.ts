import { studentQuantile, studentUpper } from "./distributions/student-t.ts";
import type { IntervalMethod } from "./interval-method.ts";
import { type PairedSummary, sumOf } from "./paired-scores.ts";

/**
 * The interval for repeats, fractional scores and clusters. Its base is Miller's clustered standard error ("Adding
 * Error Bars to Evals", arXiv 2411.00640) with the factor G/(G − 1) for G clusters and Student's t with G − 1 degrees
 * of freedom. Few differences make that too narrow, and none at all a width of 0. So, as in a score interval, the
 * variance is the one under the difference in question: where differences come in jumps of size s, a mean that lies x
 * away from the observed one brings a variance of (V + √(V² + 4 s² x²)) / 2 along. The interval is then
 * ±t √(V + t² s²): without any difference ±t² s (Tango's ±z²/(n + z²) in the limit), with many of them the usual ±t √V.
 */
export function clusteredMethod(summary: PairedSummary): IntervalMethod {
  const clusters = summary.clusterSums.length;
  const degrees = clusters - 1;
  const variance = clusteredVariance(summary);
  const jump = typicalJump(summary);
  return {
    description: degrees === 0 ? "none: all questions form one cluster" : describe(summary, degrees),
    interval(confidence) {
      if (degrees === 0) return [-1, 1];
      const t = studentQuantile((1 + confidence) / 2, degrees);
      const half = t * Math.sqrt(variance + (t * jump) ** 2);
      return [Math.max(-1, summary.delta - half), Math.min(1, summary.delta + half)];
    },
    equivalenceP(margin) {
      if (margin >= 1) return 0;
      if (degrees === 0) return 1;
      const room = margin - Math.abs(summary.delta);
      const spread = (variance + Math.sqrt(variance ** 2 + (2 * jump * room) ** 2)) / 2;
      return studentUpper(room === 0 ? 0 : room / Math.sqrt(spread), degrees);
    },
  };
}

/** Of the mean difference: residuals are summed within clusters, because those of one cluster go together. */
function clusteredVariance({ n, delta, clusterSums, clusterWeights }: PairedSummary): number {
  const clusters = clusterSums.length;
  const squares = clusterSums.map((sum, i) => (sum - (clusterWeights[i] ?? 0) * delta) ** 2);
  return ((sumOf(squares) / n ** 2) * clusters) / (clusters - 1);
}

/** By how much the mean moves where one cluster's sum changes, as the sums seen do. */
function typicalJump({ n, repeats, clusterSums }: PairedSummary): number {
  const total = sumOf(clusterSums.map(Math.abs));
  if (total === 0) return smallestJump({ clusters: clusterSums.length, repeats });
  return sumOf(clusterSums.map((sum) => sum ** 2)) / total / n;
}

/** Where none was seen: one repeat of an average cluster's questions turns over, as a share of all answers. */
export function smallestJump({ clusters, repeats }: { clusters: number; repeats: number }): number {
  return 1 / (clusters * repeats);
}

function describe({ unit }: PairedSummary, degrees: number): string {
  return (
    `clustered standard error over ${degrees + 1} ${unit}, Student's t with ${degrees} degrees of freedom, ` +
    "widened as a score interval is for rare flips"
  );
}
