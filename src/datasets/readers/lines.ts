import { Buffer } from "node:buffer";
import { FvalidateError } from "../../support/errors.ts";

const LINE_FEED = 10;
/** Far above a row with pictures in it; a file without line ends would fill the memory. */
const MAXIMUM_LINE_BYTES = 256 * 2 ** 20;

/** A line's bytes, without its line feed, and its number, counted from 1. */
export interface Line {
  readonly bytes: Buffer;
  readonly number: number;
}

/** Cuts chunks into lines. Cutting is done on bytes: no character is ever torn. */
export function lineCutter(name: string) {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let number = 0;
  const take = (last: Buffer): Line => {
    const bytes = kept.length === 0 ? last : Buffer.concat([...kept, last]);
    kept = [];
    keptBytes = 0;
    number += 1;
    return { bytes, number };
  };
  return {
    /** The lines that end in a chunk. */
    *cut(chunk: Buffer): Generator<Line> {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        yield take(chunk.subarray(start, end));
        start = end + 1;
      }
      kept.push(chunk.subarray(start));
      keptBytes += chunk.length - start;
      if (keptBytes <= MAXIMUM_LINE_BYTES) return;
      throw new FvalidateError("input", `${name}:${number + 1}: the line is longer than 256 MiB.`, {
        hint: "Rows stand on lines. Is it a file of another kind? One JSON value must be in a file that ends in .json.",
      });
    },
    /** What follows the last line feed; `null` where nothing does. */
    rest: (): Line | null => (keptBytes === 0 ? null : take(Buffer.alloc(0))),
  };
}
