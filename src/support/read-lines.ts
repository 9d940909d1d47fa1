import { Buffer } from "node:buffer";
import { createReadStream } from "node:fs";
import { FvalidateError } from "./errors.ts";

const LINE_FEED = 0x0a;

/** One line of a file, without its line feed. */
export interface Line {
  readonly text: string;
  /** Byte position of its first byte in the file. */
  readonly start: number;
  /** Bytes, its line feed left out. */
  readonly bytes: number;
  /** Whether a line feed ends it; only the last line of a file may lack one. */
  readonly isEnded: boolean;
}

/**
 * Reads a file line by line, holding no more than a chunk and one line in memory.
 * @param range bytes to read, the end not among them; the whole file unless given
 * @param longest bytes of the longest line; any unless given
 * @throws FvalidateError of kind `input` for a longer line, before it is held
 */
export async function* readLines(
  path: string,
  range: { readonly start: number; readonly end: number } = { start: 0, end: Number.POSITIVE_INFINITY },
  longest = Number.POSITIVE_INFINITY,
): AsyncGenerator<Line> {
  if (range.end <= range.start) return;
  let start = range.start;
  let pending: Buffer[] = [];
  let held = 0;
  for await (const chunk of createReadStream(path, { start, end: range.end - 1 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
      yield { text: line.toString("utf8"), start, bytes: line.length, isEnded: true };
      start += line.length + 1;
      from = end + 1;
      pending = [];
      held = 0;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > longest)
      throw new FvalidateError(
        "input",
        `${path}: the line that begins at byte ${start} is longer than ${longest} bytes.`,
      );
  }
  if (pending.length === 0) return;
  const line = Buffer.concat(pending);
  yield { text: line.toString("utf8"), start, bytes: line.length, isEnded: false };
}
