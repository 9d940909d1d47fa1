import { wilsonInterval } from "./arm-interval.ts";
import { normalQuantile, normalUpper } from "./distributions/normal.ts";

/** An estimate with its interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The difference a − b of two estimates that know nothing of one another, with its interval from theirs (G. Y. Zou and
 * A. Donner, Statistics in Medicine 27, 2008). With Wilson's intervals of two proportions it is Newcombe's hybrid score
 * interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10).
 */
export function unpairedDifference(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/**
 * p of no difference, from the half of the 95 % interval that points at 0, as if it were normal (D. G. Altman and
 * J. M. Bland, BMJ 343, 2011). Below 0.05 exactly where the interval leaves 0 out.
 */
export function pOfNoDifference({ value, low, high }: Estimate): number {
  if (value === 0) return 1;
  const half = value > 0 ? value - low : high - value;
  return half <= 0 ? 0 : 2 * normalUpper((normalQuantile(0.975) * Math.abs(value)) / half);
}

/** Right answers among questions. */
export interface Proportion {
  readonly correct: number;
  readonly n: number;
}

export const NEWCOMBE = "Newcombe's score interval for two independent proportions (1998, method 10)";

/**
 * Interval of candidate − baseline, fractions, as if both had been asked different questions: from Wilson's limits of
 * each (R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890, method 10). Where the questions are the same and the
 * answers go together, the paired interval is narrower.
 */
export function newcombeInterval(
  baseline: Proportion,
  candidate: Proportion,
  confidence: number,
): [low: number, high: number] {
  const z = normalQuantile((1 + confidence) / 2);
  const { low, high } = unpairedDifference(estimateOf(candidate, z), estimateOf(baseline, z));
  return [low, high];
}

function estimateOf({ correct, n }: Proportion, z: number): Estimate {
  const value = correct / n;
  const [low, high] = wilsonInterval(value, n, z);
  return { value, low, high };
}

/** How the figure of a total was rounded: percents with two decimals, fractions with four. */
const ROUNDED = 0.5e-4;

/**
 * The right answers behind a printed accuracy; `null` where no whole number of them gives it, so that it is a mean of
 * something else than right and wrong.
 */
export function correctBehind(accuracy: number, n: number): number | null {
  const correct = Math.round(accuracy * n);
  return Math.abs(correct / n - accuracy) <= ROUNDED + 1e-12 ? correct : null;
}
