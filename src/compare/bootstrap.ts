import { randomSource } from "../support/random.ts";
import { type GroupSums, mapePercentOf, wapePercentOf } from "./grouped-errors.ts";
import { quantile } from "./quantile.ts";

/** 95 % intervals by the percentile method. */
export interface BootstrapIntervals {
  readonly mapePercent: readonly [low: number, high: number] | null;
  readonly wapePercent: readonly [low: number, high: number] | null;
  readonly resamples: number;
}

const RESAMPLES = 2000;

/**
 * Resamples whole observations, because the elements of one observation err together (Efron and Tibshirani,
 * "An Introduction to the Bootstrap", 1993, chapter 13). `null` where a resample has no finite value or there is
 * one observation only.
 *
 * @param observations the sums of each observation
 */
export function bootstrapObservations(observations: readonly GroupSums[], seed: number): BootstrapIntervals {
  if (observations.length < 2) return { mapePercent: null, wapePercent: null, resamples: 0 };
  const random = randomSource(`bootstrap ${seed}`);
  const mape = new Float64Array(RESAMPLES);
  const wape = new Float64Array(RESAMPLES);
  for (let i = 0; i < RESAMPLES; i += 1) {
    const sample = observations.map(() => draw(observations, random()));
    mape[i] = mapePercentOf(sample);
    wape[i] = wapePercentOf(sample);
  }
  return { mapePercent: interval(mape), wapePercent: interval(wape), resamples: RESAMPLES };
}

function draw(observations: readonly GroupSums[], uniform: number): GroupSums {
  const drawn = observations[Math.floor(uniform * observations.length)];
  if (drawn === undefined) throw new RangeError(`no observation at ${uniform}`);
  return drawn;
}

function interval(values: Float64Array): [number, number] | null {
  const sorted = values.sort();
  const low = quantile(sorted, 0.025);
  const high = quantile(sorted, 0.975);
  return Number.isFinite(low) && Number.isFinite(high) ? [low, high] : null;
}
