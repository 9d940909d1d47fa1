import type { FileReader } from "../npy-file.ts";

/** Holds the headers of many small members; of large ones it is little more than what is asked for. */
const WINDOW_BYTES = 2 ** 14;

/** A reader that reads a little more than it is asked for, so that what lies close by needs no further read. */
export function readingAhead(reader: FileReader): FileReader {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return {
    size: reader.size,
    async read(position, length) {
      if (length > WINDOW_BYTES) return reader.read(position, length);
      const end = Math.min(position + length, reader.size);
      if (position < start || end > start + window.length) {
        start = position;
        window = await reader.read(position, Math.min(WINDOW_BYTES, reader.size - position));
      }
      return window.subarray(position - start, position - start + length);
    },
  };
}
