import { decompressZstd } from "hyparquet-compressors";

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE = { mask: 0xfffffff0, magic: 0x184d2a50 };
/** RFC 8878, 3.1.1.2.4: no block makes more. */
const LARGEST_BLOCK = 128 * 1024;
const RLE_BLOCK = 1;

/** Bytes of the dictionary's number, and of the content's size, by the frame header's flags (RFC 8878, 3.1.1.1). */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const SIZE_BYTES = [0, 2, 4, 8];

/** How far blocks may fall short of being full. */
const HARMLESS = 64 * 2 ** 20;

/**
 * Unpacks Zstandard frames, one behind the other.
 *
 * @param size bytes that should come out
 * @throws Error for damaged data, and, before anything is unpacked, for data that would grow far beyond `size`
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  const most = mostBytes(packed);
  if (most > 8 * size + HARMLESS) throw new Error(`it may grow to ${most} bytes instead of ${size}`);
  return decompressZstd(packed);
}

/** What all blocks of all frames can make at most, told from their headers alone. */
function mostBytes(packed: Uint8Array): number {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let at = 0;
  let most = 0;
  while (at < packed.length) {
    const magic = view.getUint32(at, true);
    if ((magic & SKIPPABLE.mask) >>> 0 === SKIPPABLE.magic) {
      at += 8 + view.getUint32(at + 4, true);
      continue;
    }
    if (magic !== FRAME_MAGIC) throw new Error(`no Zstandard frame begins at byte ${at}`);
    const frame = blocksOf(view, at + 4);
    most += frame.most;
    at = frame.end;
  }
  return most;
}

function blocksOf(view: DataView, start: number): { most: number; end: number } {
  const flags = view.getUint8(start);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = SIZE_BYTES[flags >> 6] ?? 0;
  let at = start + 1 + (isSingle ? 0 : 1) + (DICTIONARY_BYTES[flags & 3] ?? 0);
  at += isSingle && sizeBytes === 0 ? 1 : sizeBytes;
  let most = 0;
  for (let isLast = false; !isLast; ) {
    const header = view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
    isLast = (header & 1) === 1;
    most += LARGEST_BLOCK;
    at += 3 + (((header >> 1) & 3) === RLE_BLOCK ? 1 : header >> 3);
  }
  const hasChecksum = (flags & 4) !== 0;
  return { most, end: at + (hasChecksum ? 4 : 0) };
}
