import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { disposeAll } from "../../../support/dispose.ts";
import type { JournalName } from "../../bench/arms/plan.ts";
import type { RequestPlace } from "../../bench/journal/record.ts";
import { keyOf, type ScannedJournal, scanJournal } from "../../bench/journal/scan.ts";
import type { ShardRun } from "../read-shards.ts";

/** One shard's journal, which is read and left as it is: its run may still be going on. */
export interface ShardJournal extends AsyncDisposable {
  readonly stateOf: (place: RequestPlace) => "answered" | "errored" | null;
  /** The line as it stands there; `null` where there is none. */
  lineOf(place: RequestPlace): Promise<string | null>;
  readonly places: Iterable<string>;
  /** The line of one of `places`. */
  lineAt(key: string): Promise<string | null>;
}

/**
 * @param stacks the fingerprints whose lines count
 * @returns `null` where the shard has no such journal
 */
export async function openShardJournal(
  { folder }: ShardRun,
  name: JournalName,
  stacks: readonly string[],
): Promise<ShardJournal | null> {
  const path = join(folder, "journal", `${name}.jsonl`);
  const file = await open(path, "r").catch(() => null);
  if (file === null) return null;
  const { entries } = await scanJournal(path, stacks);
  const lineAt = (key: string) => readEntry(file, entries, key);
  return {
    stateOf: (place) => entries.get(keyOf(place))?.state ?? null,
    lineOf: (place) => lineAt(keyOf(place)),
    places: entries.keys(),
    lineAt,
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function readEntry(
  file: FileHandle,
  entries: ScannedJournal["entries"],
  key: string,
): Promise<string | null> {
  const entry = entries.get(key);
  if (entry === undefined) return null;
  const { start, bytes } = entry.position;
  const content = Buffer.alloc(bytes);
  await file.read(content, 0, bytes, start);
  return content.toString("utf8");
}

/** The journals of one name of several runs of a shard, which answer as one. */
export class JournalsOfShard implements AsyncDisposable {
  readonly #journals: readonly ShardJournal[];

  constructor(journals: readonly ShardJournal[]) {
    this.#journals = journals;
  }

  /** An answer goes before an error, the first run before others. */
  async lineOf(place: RequestPlace): Promise<string | null> {
    const answered = this.#journals.find((journal) => journal.stateOf(place) === "answered");
    const found = answered ?? this.#journals.find((journal) => journal.stateOf(place) !== null);
    return found === undefined ? null : found.lineOf(place);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return disposeAll(this.#journals);
  }
}
