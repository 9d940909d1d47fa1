import { type AppendFile, openAppendFile } from "../../../support/append-file.ts";
import { type JournalRecord, type RequestPlace, recordSchema } from "./record.ts";
import { type JournalEntry, keyOf, scanJournal } from "./scan.ts";

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

/**
 * Opens a journal, whole or torn by a kill: a last line without its end is cut off. Of several lines for one request
 * the last one counts.
 *
 * @param stacks the fingerprint of the stack, or those under which the shards of a run reached it; other stacks' lines
 *   are never read
 * @throws FvalidateError of kind `input` for a file that is no journal
 */
export async function openJournal(path: string, ...stacks: string[]): Promise<AnswerJournal> {
  const found = await scanJournal(path, stacks);
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

async function readEntry(file: AppendFile, entry: JournalEntry | undefined): Promise<JournalRecord | null> {
  if (entry === undefined) return null;
  return recordSchema.parse(JSON.parse(await file.read(entry.position)));
}
