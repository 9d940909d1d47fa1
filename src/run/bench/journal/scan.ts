import { stat } from "node:fs/promises";
import type { LinePosition } from "../../../support/append-file.ts";
import { FvalidateError, systemCodeOf } from "../../../support/errors.ts";
import { readLines } from "../../../support/read-lines.ts";
import { type JournalRecord, type RequestPlace, recordSchema } from "./record.ts";

/** One request's last line. */
export interface JournalEntry {
  readonly position: LinePosition;
  readonly state: JournalRecord["state"];
}

export interface ScannedJournal {
  readonly entries: Map<string, JournalEntry>;
  /** Lines of other stacks. */
  readonly foreign: number;
  /** Bytes of whole lines: a kill may have torn the last one. */
  readonly size: number;
}

/**
 * Finds where each request's answer stands; of several lines for one request the last one counts.
 * @param stacks fingerprints; lines of other stacks are counted and left out
 * @throws FvalidateError of kind `input` for a file that is no journal
 */
export async function scanJournal(path: string, stacks: readonly string[]): Promise<ScannedJournal> {
  const entries = new Map<string, JournalEntry>();
  let foreign = 0;
  let size = 0;
  if (!(await isThere(path))) return { entries, foreign, size };
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (!line.isEnded) break;
    const record = parse(line.text, { path, number });
    size = line.start + line.bytes + 1;
    const position = { start: line.start, bytes: line.bytes };
    if (stacks.includes(record.stack)) entries.set(keyOf(record), { position, state: record.state });
    else foreign += 1;
  }
  return { entries, foreign, size };
}

/** Requests may repeat one another word for word, so their places count too. */
export function keyOf({ benchmark, id, repeat, request }: RequestPlace): string {
  return `${benchmark}\n${repeat}\n${request.slice(0, 16)}\n${id}`;
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function parse(text: string, where: { path: string; number: number }): JournalRecord {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new FvalidateError("input", `${where.path}:${where.number}: not a line of this run's journal.`, {
      hint: "The file was changed. Delete the line, or begin a new run.",
      cause: error,
    });
  }
}
