/**
 * Whether a figure that was written down with few decimals is the one that was worked out anew.
 *
 * @param step the last decimal that was written: 1e-4 for a share that was a percentage of two decimals
 */
export function isRoundedFigure(figure: number | null, written: number, step: number): boolean {
  return figure !== null && Math.abs(figure - written) <= step / 2 + 1e-12;
}

/** A percentage as a share, without the digits that dividing adds: 0.8696 for 86.96, not 0.8695999999999999. */
export function shareOf(percentage: number): number {
  return Number((percentage / 100).toPrecision(15));
}
