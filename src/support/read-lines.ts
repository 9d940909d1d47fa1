import { Buffer } from "node:buffer";
import { createReadStream } from "node:fs";

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
 */
export async function* readLines(
  path: string,
  range: { readonly start: number; readonly end: number } = { start: 0, end: Number.POSITIVE_INFINITY },
): AsyncGenerator<Line> {
  if (range.end <= range.start) return;
  let start = range.start;
  let pending: Buffer[] = [];
  for await (const chunk of createReadStream(path, { start, end: range.end - 1 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      const line = Buffer.concat([...pending, chunk.subarray(from, end)]);
      yield { text: line.toString("utf8"), start, bytes: line.length, isEnded: true };
      start += line.length + 1;
      from = end + 1;
      pending = [];
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  if (pending.length === 0) return;
  const line = Buffer.concat(pending);
  yield { text: line.toString("utf8"), start, bytes: line.length, isEnded: false };
}
