/** Far above the rounding of sums over questions, as in `ROUNDING_POINTS`. */
const TIE = 1e-7;

/**
 * A percentage in hundredths, a whole number: how figures with two decimals are compared without the rounding errors
 * of their decimals. Halves go to the even number, as in Python's `round`.
 */
export function hundredths(percentage: number): number {
  const scaled = percentage * 100;
  const below = Math.floor(scaled);
  if (Math.abs(scaled - below - 0.5) < TIE) return below % 2 === 0 ? below : below + 1;
  return Math.round(scaled);
}
