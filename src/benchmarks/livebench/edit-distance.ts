/** Levenshtein's distance between two rows of items that are compared with `===`. */
export function editDistance<Item>(one: readonly Item[], other: readonly Item[]): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, item] of one.entries()) {
    const here = [row + 1];
    for (const [column, counterpart] of other.entries()) {
      const replaced = (above[column] ?? 0) + (item === counterpart ? 0 : 1);
      here.push(Math.min(replaced, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    above = here;
  }
  return above[other.length] ?? 0;
}
