import { normalQuantile, normalUpper } from "./distributions/normal.ts";
import type { IntervalMethod } from "./interval-method.ts";

/** Questions by what both arms made of them; the concordant ones only count towards n. */
export interface DiscordantPairs {
  readonly n: number;
  readonly lost: number;
  readonly gained: number;
}

/** The interval for questions that are right or wrong and stand for themselves. */
export function tangoMethod(pairs: DiscordantPairs): IntervalMethod {
  return {
    description: "Tango's score interval for paired proportions (1998)",
    interval: (confidence) => tangoInterval(pairs, confidence),
    equivalenceP: (margin) => tangoEquivalenceP(pairs, margin),
  };
}

/**
 * Tango's score statistic for a true difference of `delta` between paired proportions (candidate − baseline,
 * fractions): standard normal where that is the difference. The variance is the one under that difference, so it is
 * not 0 where no pair is discordant; at 0 it is McNemar's (T. Tango, Statistics in Medicine 17, 1998, 891–908).
 */
export function tangoScore({ n, lost, gained }: DiscordantPairs, delta: number): number {
  // The roles change with the sign, so that swapped arms give exactly the opposite.
  if (delta < 0) return -tangoScore({ n, lost: gained, gained: lost }, -delta);
  const numerator = gained - lost - n * delta;
  const b = (2 * n - gained + lost) * delta - gained - lost;
  const c = -lost * delta * (1 - delta);
  const root = Math.sqrt(b * b - 8 * n * c);
  // The share of lost questions that is most likely under `delta`; either form of the root, whichever loses no digits.
  const lostShare = b > 0 ? (-2 * c) / (b + root) : (root - b) / (4 * n);
  const variance = n * (2 * lostShare + delta * (1 - delta));
  if (numerator === 0) return 0;
  return variance === 0 ? Math.sign(numerator) * Number.POSITIVE_INFINITY : numerator / Math.sqrt(variance);
}

/** The differences, fractions, that the score statistic does not reject. */
export function tangoInterval(pairs: DiscordantPairs, confidence: number): [low: number, high: number] {
  const z = normalQuantile((1 + confidence) / 2);
  return [-upperLimit({ ...pairs, lost: pairs.gained, gained: pairs.lost }, z), upperLimit(pairs, z)];
}

/**
 * p of equivalence, two one-sided tests (D. J. Schuirmann, 1987) by the same statistic: it is at most 5 % exactly where
 * the 90 % interval lies within the margin.
 *
 * @param margin a fraction
 */
export function tangoEquivalenceP(pairs: DiscordantPairs, margin: number): number {
  if (margin >= 1) return 0;
  const aboveLowest = tangoScore(pairs, -margin);
  const belowHighest = -tangoScore(pairs, margin);
  return normalUpper(Math.min(aboveLowest, belowHighest));
}

/** The statistic falls as the difference grows, so bisection finds where it falls below −z. */
function upperLimit(pairs: DiscordantPairs, z: number): number {
  let inside = (pairs.gained - pairs.lost) / pairs.n;
  let outside = 1;
  for (;;) {
    const middle = (inside + outside) / 2;
    if (middle <= inside || middle >= outside) return inside;
    if (tangoScore(pairs, middle) >= -z) inside = middle;
    else outside = middle;
  }
}
