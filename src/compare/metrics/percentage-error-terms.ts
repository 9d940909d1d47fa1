import type { Figures } from "../../contracts/figures.ts";
import { quantile } from "../quantile.ts";
import type { Metric, MetricAccumulator, PairContext } from "./metric.ts";

/** The terms whose mean is MAPE: their quantiles, and how few of them make up the sum. */
export const percentageErrorTerms: Metric = {
  figures: [
    {
      key: "percentageErrorP50",
      label: "percentage error, median",
      unit: "%",
      description: "median of |d|/|a|",
    },
    {
      key: "percentageErrorP95",
      label: "percentage error, p95",
      unit: "%",
      description: "95th percentile of |d|/|a|",
    },
    {
      key: "percentageErrorP99",
      label: "percentage error, p99",
      unit: "%",
      description: "99th percentile of |d|/|a|",
    },
    {
      key: "percentageErrorMax",
      label: "percentage error, largest",
      unit: "%",
      description: "largest |d|/|a|",
    },
    {
      key: "mapeSharePercent",
      label: "share of MAPE in the largest 1 % of terms",
      unit: "%",
      description: "sum of the largest 1 % of |d|/|a| (rounded up) / sum of all",
    },
  ],
  start: startPercentageErrorTerms,
};

const LARGEST_FRACTION = 0.01;

/** References that are zero have no term: they are counted as zero references. */
function startPercentageErrorTerms({ shape }: PairContext): MetricAccumulator {
  const terms = new Float64Array(shape.reduce((product, size) => product * size, 1));
  let count = 0;
  return {
    add(block) {
      for (let i = 0; i < block.length; i += 1) {
        const magnitude = Math.abs(block.baseline[i] ?? 0);
        if (magnitude === 0) continue;
        terms[count] = (Math.abs(block.error[i] ?? 0) / magnitude) * 100;
        count += 1;
      }
    },
    finish: () => describeTerms(terms.subarray(0, count).sort()),
  };
}

function describeTerms(sorted: Float64Array) {
  if (sorted.length === 0) return undefinedTerms();
  const total = sorted.reduce((sum, term) => sum + term, 0);
  const largest = sorted.subarray(sorted.length - largestTerms(sorted.length));
  const largestSum = largest.reduce((sum, term) => sum + term, 0);
  return termFigures((probability) => quantile(sorted, probability), { largestSum, total });
}

/** How many terms are the largest 1 %, rounded up. */
export function largestTerms(count: number): number {
  return Math.ceil(count * LARGEST_FRACTION);
}

/** @param sums of the largest 1 % of the terms and of all of them */
export function termFigures(
  quantileAt: (probability: number) => number,
  sums: { largestSum: number; total: number },
): Figures {
  return {
    percentageErrorP50: quantileAt(0.5),
    percentageErrorP95: quantileAt(0.95),
    percentageErrorP99: quantileAt(0.99),
    percentageErrorMax: quantileAt(1),
    ...share(sums),
  };
}

function share({ largestSum, total }: { largestSum: number; total: number }): Figures {
  if (total === 0) return { mapeSharePercent: null, mapeSharePercentReason: "there is no error to share" };
  return { mapeSharePercent: (largestSum / total) * 100 };
}

/** Where every reference is zero. */
export function undefinedTerms(): Figures {
  const keys = percentageErrorTerms.figures.map(({ key }) => key);
  return Object.fromEntries(
    keys.flatMap((key) => [
      [key, null],
      [`${key}Reason`, "every reference is zero"],
    ]),
  );
}
