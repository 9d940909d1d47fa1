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
  return {
    percentageErrorP50: quantile(sorted, 0.5),
    percentageErrorP95: quantile(sorted, 0.95),
    percentageErrorP99: quantile(sorted, 0.99),
    percentageErrorMax: quantile(sorted, 1),
    ...share(sorted),
  };
}

function share(sorted: Float64Array) {
  const total = sorted.reduce((sum, term) => sum + term, 0);
  if (total === 0) return { mapeSharePercent: null, mapeSharePercentReason: "there is no error to share" };
  const largest = sorted.subarray(sorted.length - Math.ceil(sorted.length * LARGEST_FRACTION));
  return { mapeSharePercent: (largest.reduce((sum, term) => sum + term, 0) / total) * 100 };
}

function undefinedTerms() {
  const keys = percentageErrorTerms.figures.map(({ key }) => key);
  return Object.fromEntries(
    keys.flatMap((key) => [
      [key, null],
      [`${key}Reason`, "every reference is zero"],
    ]),
  );
}
