/**
 * p values adjusted for their number, in the order given (S. Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6, 1979).
 */
export function holm(p: readonly number[]): number[] {
  const adjusted = new Array<number>(p.length).fill(1);
  let largest = 0;
  for (const [rank, { value, index }] of ranked(p).entries()) {
    largest = Math.max(largest, Math.min(1, value * (p.length - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}

function ranked(p: readonly number[]): { value: number; index: number }[] {
  return p.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
}
