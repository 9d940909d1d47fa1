import { wilsonInterval } from "./arm-interval.ts";
import { normalQuantile } from "./distributions/normal.ts";

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
  const [first, second] = [shareOf(baseline), shareOf(candidate)];
  const [firstLow, firstHigh] = wilsonInterval(first, baseline.n, z);
  const [secondLow, secondHigh] = wilsonInterval(second, candidate.n, z);
  const delta = second - first;
  return [
    delta - Math.hypot(second - secondLow, firstHigh - first),
    delta + Math.hypot(secondHigh - second, first - firstLow),
  ];
}

function shareOf({ correct, n }: Proportion): number {
  return correct / n;
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
