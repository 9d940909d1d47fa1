import { Buffer } from "node:buffer";

/**
 * What is made of the items from the beginning on, as long as all of it together is within so many bytes. Nothing is
 * made of those behind: a name may be long, and there may be thousands.
 */
export function madeWithin<Item, Piece>(
  items: readonly Item[],
  most: number,
  make: (item: Item, index: number) => { readonly piece: Piece; readonly text: string },
): Piece[] {
  const kept: Piece[] = [];
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    const { piece, text } = make(item, index);
    bytes += Buffer.byteLength(text);
    if (bytes > most) return kept;
    kept.push(piece);
  }
  return kept;
}
