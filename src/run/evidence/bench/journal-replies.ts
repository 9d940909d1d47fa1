import { Buffer } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { readLines } from "../../../support/read-lines.ts";
import { type AnsweredRecord, type JournalRecord, recordSchema } from "../../bench/journal/record.ts";
import type { FoundFlip } from "./found-flip.ts";

interface Position {
  readonly start: number;
  readonly bytes: number;
  readonly isOwn: boolean;
}

/** The replies of one arm to the questions that flipped, read from its journal one at a time. */
export class JournalReplies implements AsyncDisposable {
  readonly #file: FileHandle;
  readonly #positions: ReadonlyMap<string, Position>;

  private constructor(file: FileHandle, positions: ReadonlyMap<string, Position>) {
    this.#file = file;
    this.#positions = positions;
  }

  /**
   * Finds where the replies stand. Of several lines for one request the last one counts, as in a run; another stack's only
   * where this one has none, which is so in runs that were merged.
   * @param stack the fingerprint of the arm
   * @throws an error of the system
   */
  static async open(path: string, stack: string, flips: readonly FoundFlip[]): Promise<JournalReplies> {
    const wanted = new Set(flips.map(keyOfFlip));
    const positions = new Map<string, Position>();
    for await (const line of readLines(path)) {
      const record = parseRecord(line.text);
      if (record === null || record.state !== "answered") continue;
      const key = keyOf(record);
      const isOwn = record.stack === stack;
      if (!wanted.has(key) || (!isOwn && positions.get(key)?.isOwn === true)) continue;
      positions.set(key, { start: line.start, bytes: line.bytes, isOwn });
    }
    return new JournalReplies(await open(path), positions);
  }

  /**
   * @param characters UTF-16 units of the reply that was scored; one of another length is not that one
   * @returns `null` where the journal does not hold it
   */
  async read(flip: FoundFlip, characters: number | null): Promise<string | null> {
    const position = this.#positions.get(keyOfFlip(flip));
    if (position === undefined) return null;
    const content = Buffer.alloc(position.bytes);
    await this.#file.read(content, 0, position.bytes, position.start);
    const text = parseRecord(content.toString("utf8"))?.text ?? null;
    return characters !== null && text?.length !== characters ? null : text;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#file.close();
  }
}

function parseRecord(text: string): AnsweredRecord | null {
  try {
    const record: JournalRecord = recordSchema.parse(JSON.parse(text));
    return record.state === "answered" ? record : null;
  } catch {
    return null;
  }
}

function keyOfFlip({ shown, request }: FoundFlip): string {
  return keyOf({ ...shown, request: request ?? "" });
}

function keyOf({
  benchmark,
  id,
  repeat,
  request,
}: {
  readonly benchmark: string;
  readonly id: string;
  readonly repeat: number;
  readonly request: string;
}): string {
  return JSON.stringify([benchmark, id, repeat, request]);
}
