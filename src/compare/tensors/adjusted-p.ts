/**
 * p-values adjusted for their number (Benjamini and Hochberg, "Controlling the false discovery rate", 1995): among
 * many tensors some error looks systematic by chance. A fault that reaches many tensors still stands out, which an
 * adjustment by their number alone would hide.
 *
 * @returns in the given order
 */
export function adjustedForNumber(values: readonly number[]): number[] {
  const order = values.map((p, place) => ({ p, place })).sort((one, other) => other.p - one.p);
  const adjusted = new Array<number>(values.length).fill(1);
  let smallest = 1;
  for (const [at, { p, place }] of order.entries()) {
    const rank = values.length - at;
    smallest = Math.min(smallest, p * (values.length / rank));
    adjusted[place] = smallest;
  }
  return adjusted;
}
