import { damagedPickle } from "./refused.ts";

/** Reads a pickle from the front to the back. */
export interface Cursor {
  /** The byte that is read next. */
  readonly at: number;
  /** @throws FvalidateError of kind `input` where the pickle ends before */
  take(length: number): Uint8Array;
  /** A little-endian number of so many bytes. */
  number(bytes: 1 | 2 | 4 | 8): number;
  /** Text up to the end of a line, without it. */
  line(): string;
}

const LONGEST_LINE = 1024;
const NEWLINE = 10;

export function makeCursor(pickle: Uint8Array): Cursor {
  let at = 0;
  const take = (length: number): Uint8Array => {
    const from = at;
    if (length > pickle.length - from) {
      throw damagedPickle(
        `the pickle is truncated: ${length} bytes should follow, ${pickle.length - from} do`,
        from,
      );
    }
    at = from + length;
    return pickle.subarray(from, at);
  };
  return {
    get at() {
      return at;
    },
    take,
    number: (bytes) => littleEndian(take(bytes)),
    line() {
      const end = pickle.subarray(at, at + LONGEST_LINE).indexOf(NEWLINE);
      if (end === -1) throw damagedPickle("a name in the pickle does not end", at);
      const text = decodeText(take(end), at);
      at += 1;
      return text;
    },
  };
}

/** @throws FvalidateError of kind `input` for what is no UTF-8 */
export function decodeText(bytes: Uint8Array, at: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damagedPickle("a text in the pickle is not UTF-8", at);
  }
}

/** Beyond 2^53 only the magnitude is right, which is all that a length needs to be refused. */
function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((number, byte) => number * 256 + byte, 0);
}
