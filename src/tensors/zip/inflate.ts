import { createReadStream } from "node:fs";
import { crc32, createInflateRaw } from "node:zlib";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";
import { damagedZip } from "./damaged.ts";

/** Deflated bytes of an archive, and what they must become. */
export interface DeflatedPlace {
  readonly path: string;
  /** The byte in the archive at which they start. */
  readonly offset: number;
  readonly compressedLength: number;
  readonly unpackedLength: number;
  readonly crc32: number;
}

const PIECE = 2 ** 16;

/**
 * Unpacks a member piece by piece, and stops as soon as more comes than was declared. Whoever takes all the pieces
 * knows at the end that length and checksum are right, and that not a packed byte was left over.
 *
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function* inflatedPieces(place: DeflatedPlace): AsyncGenerator<Uint8Array, void, undefined> {
  const { path, offset, compressedLength, unpackedLength } = place;
  const packed = createReadStream(path, {
    start: offset,
    end: offset + compressedLength - 1,
    highWaterMark: PIECE,
  });
  const inflate = createInflateRaw({ chunkSize: PIECE });
  packed.on("error", (error) => inflate.destroy(error));
  packed.pipe(inflate);
  let length = 0;
  let checksum = 0;
  try {
    for await (const piece of inflate as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > unpackedLength) {
        throw damagedZip(`a member unpacks to more than the ${unpackedLength} bytes it should have`, offset);
      }
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (error) {
    throw reasonOf(error, offset);
  } finally {
    packed.destroy();
    inflate.destroy();
  }
  requireAll(place, { length, checksum, taken: inflate.bytesWritten });
}

function requireAll(
  { offset, compressedLength, unpackedLength, crc32: declared }: DeflatedPlace,
  found: { length: number; checksum: number; taken: number },
): void {
  if (found.length < unpackedLength) {
    throw damagedZip(`a member unpacks to ${found.length} bytes, not to ${unpackedLength}`, offset);
  }
  if (found.taken < compressedLength) {
    const left = compressedLength - found.taken;
    throw damagedZip(`${left} bytes are left over behind a member's packed data`, offset + found.taken);
  }
  if (found.checksum !== declared) {
    throw damagedZip(
      `a member's bytes are damaged: their CRC-32 is ${hex(found.checksum)}, not ${hex(declared)}`,
      offset,
    );
  }
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

function reasonOf(error: unknown, offset: number): unknown {
  if (error instanceof FvalidateError) return error;
  const code = systemCodeOf(error) ?? "";
  if (code.startsWith("Z_"))
    return damagedZip(`a member's packed data is damaged: ${messageOf(error)}`, offset);
  return new FvalidateError("input", messageOf(error), { cause: error });
}

/**
 * The first bytes of a member, unpacked: as many as asked for, or all where it has fewer. The checksum is checked only
 * where all were asked for.
 *
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export async function inflatedStart(place: DeflatedPlace, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let found = 0;
  for await (const piece of inflatedPieces(place)) {
    pieces.push(piece);
    found += piece.length;
    if (found >= length && found < place.unpackedLength) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
