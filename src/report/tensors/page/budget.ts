import { Buffer } from "node:buffer";

/** As many pieces from the beginning as are within so many bytes together. */
export function withinBytes<Piece>(
  pieces: readonly Piece[],
  most: number,
  textOf: (piece: Piece) => string,
): Piece[] {
  const kept: Piece[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    bytes += Buffer.byteLength(textOf(piece));
    if (bytes > most) return kept;
    kept.push(piece);
  }
  return kept;
}
