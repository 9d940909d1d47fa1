import { stat } from "node:fs/promises";
import { type AppendFile, type LinePosition, openAppendFile } from "../../../support/append-file.ts";
import { FvalidateError, systemCodeOf } from "../../../support/errors.ts";
import { readLines } from "../../../support/read-lines.ts";
import { type JournalRecord, type RequestPlace, recordSchema } from "./record.ts";

/** An arm's answers: append-only JSON lines, on disk before the next question is asked. */
export interface AnswerJournal extends AsyncDisposable {
  /** Answers that were there when it was opened and belong to this stack. */
  readonly resumed: number;
  /** Lines that were there and were another stack's. */
  readonly foreign: number;
  stateOf(place: RequestPlace): JournalRecord["state"] | null;
  add(record: JournalRecord): Promise<void>;
  read(place: RequestPlace): Promise<JournalRecord | null>;
}

interface Entry {
  readonly position: LinePosition;
  readonly state: JournalRecord["state"];
}

/**
 * Opens a journal, whole or torn by a kill: a last line without its end is cut off. Of several lines for one request
 * the last one counts.
 *
 * @param stack the fingerprint of the stack; other stacks' lines are never read
 * @throws FvalidateError of kind `input` for a file that is no journal
 */
export async function openJournal(path: string, stack: string): Promise<AnswerJournal> {
  const found = await scan(path, stack);
  const file = await openAppendFile(path, found.size);
  const { entries, foreign } = found;
  const resumed = [...entries.values()].filter(({ state }) => state === "answered").length;
  return {
    resumed,
    foreign,
    stateOf: (place) => entries.get(keyOf(place))?.state ?? null,
    async add(record) {
      const position = await file.append(JSON.stringify(record));
      entries.set(keyOf(record), { position, state: record.state });
    },
    read: (place) => readEntry(file, entries.get(keyOf(place))),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

async function readEntry(file: AppendFile, entry: Entry | undefined): Promise<JournalRecord | null> {
  if (entry === undefined) return null;
  return recordSchema.parse(JSON.parse(await file.read(entry.position)));
}

interface Scanned {
  readonly entries: Map<string, Entry>;
  readonly foreign: number;
  /** Bytes of whole lines. */
  readonly size: number;
}

async function scan(path: string, stack: string): Promise<Scanned> {
  const entries = new Map<string, Entry>();
  let foreign = 0;
  let size = 0;
  if (!(await isThere(path))) return { entries, foreign, size };
  let number = 0;
  for await (const line of readLines(path)) {
    number += 1;
    if (!line.isEnded) break;
    const record = parse(line.text, { path, number });
    size = line.start + line.bytes + 1;
    if (record.stack === stack)
      entries.set(keyOf(record), { position: { start: line.start, bytes: line.bytes }, state: record.state });
    else foreign += 1;
  }
  return { entries, foreign, size };
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

/** Requests may repeat one another word for word, so their places count too. */
function keyOf({ benchmark, id, repeat, request }: RequestPlace): string {
  return `${benchmark}\n${repeat}\n${request.slice(0, 16)}\n${id}`;
}
