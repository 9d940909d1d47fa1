import { Buffer } from "node:buffer";

/**
 * Takes as many as there is room for, in turns, so that a benchmark with many flips leaves room for the others: all
 * first ones, then all second ones, until one is too large.
 * @param bytesOf what one takes on the page; asked only as long as there is room
 */
export function inTurns<Item extends { readonly rank: number }>(
  items: readonly Item[],
  bytes: number,
  bytesOf: (item: Item) => number,
): Set<Item> {
  const taken = new Set<Item>();
  let left = bytes;
  for (const item of items.toSorted((one, other) => one.rank - other.rank)) {
    left -= bytesOf(item);
    if (left < 0) break;
    taken.add(item);
  }
  return taken;
}

/** Of a text in UTF-8. */
export function bytesIn(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
