import { randomSource } from "../support/random.ts";
import { quantile } from "./quantile.ts";

/** What a series of call times says; all in milliseconds. */
export interface LatencyStatistics {
  readonly calls: number;
  readonly meanMilliseconds: number;
  /** 95 % bootstrap interval of the mean; `null` for a single call. */
  readonly meanIntervalMilliseconds: Interval | null;
  readonly medianMilliseconds: number;
  readonly p90Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly minMilliseconds: number;
  readonly maxMilliseconds: number;
  /** With n − 1; `null` for a single call. */
  readonly standardDeviationMilliseconds: number | null;
}

export type Interval = readonly [low: number, high: number];

const RESAMPLES = 2000;

/** @param milliseconds one number for each timed call, warm-up left out; not empty */
export function latencyStatistics(milliseconds: readonly number[], seed: number): LatencyStatistics {
  const sorted = Float64Array.from(milliseconds).sort();
  const mean = meanOf(milliseconds);
  const several = milliseconds.length > 1;
  const squares = milliseconds.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    calls: milliseconds.length,
    meanMilliseconds: mean,
    meanIntervalMilliseconds: several ? interval(resampledMeans(milliseconds, `latency ${seed}`)) : null,
    medianMilliseconds: quantile(sorted, 0.5),
    p90Milliseconds: quantile(sorted, 0.9),
    p99Milliseconds: quantile(sorted, 0.99),
    minMilliseconds: quantile(sorted, 0),
    maxMilliseconds: quantile(sorted, 1),
    standardDeviationMilliseconds: several ? Math.sqrt(squares / (milliseconds.length - 1)) : null,
  };
}

/**
 * How many times the baseline's mean the candidate's is, with a 95 % bootstrap interval from independent resamples
 * of both.
 */
export function latencyRatio(
  baseline: readonly number[],
  candidate: readonly number[],
  seed: number,
): { ratio: number; interval: Interval } {
  const denominators = resampledMeans(baseline, `latency baseline ${seed}`);
  const ratios = resampledMeans(candidate, `latency candidate ${seed}`).map(
    (mean, i) => mean / (denominators[i] ?? 1),
  );
  return { ratio: meanOf(candidate) / meanOf(baseline), interval: interval(ratios) };
}

function resampledMeans(values: readonly number[], seed: string): Float64Array {
  const random = randomSource(seed);
  return Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw += 1)
      sum += values[Math.floor(random() * values.length)] ?? 0;
    return sum / values.length;
  });
}

function interval(values: Float64Array): Interval {
  const sorted = values.sort();
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
