/**
 * How many of each kind are taken where not all can be: every kind gets as many as the others, but for those that have
 * fewer.
 * @param counts how many there are of each kind
 * @param most how many may be taken in all
 */
export function fairShares<Name>(counts: ReadonlyMap<Name, number>, most: number): Map<Name, number> {
  const shares = new Map<Name, number>();
  const fewestFirst = [...counts].sort(([, some], [, others]) => some - others);
  let left = most;
  for (const [i, [name, count]] of fewestFirst.entries()) {
    const share = Math.min(count, Math.floor(left / (fewestFirst.length - i)));
    shares.set(name, share);
    left -= share;
  }
  return shares;
}
