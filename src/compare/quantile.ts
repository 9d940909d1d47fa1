/**
 * A quantile of sorted values by linear interpolation between the closest ranks, as numpy's default does
 * (Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, definition 7).
 *
 * @param sorted ascending, not empty
 * @param probability between 0 and 1
 */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const rank = probability * (sorted.length - 1);
  const below = Math.floor(rank);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return low === high ? low : low + (high - low) * (rank - below);
}
