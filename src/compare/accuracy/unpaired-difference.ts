import { normalQuantile, normalUpper } from "./distributions/normal.ts";

/** An estimate with its 95 % interval. */
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
