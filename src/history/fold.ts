import type { Blessing, HistoryEntry, HistoryRecord } from "../contracts/history.ts";
import { formatLine, parseLine } from "./parse-line.ts";
import { recordKey } from "./records.ts";

/** All that a history file tells. */
export interface History {
  /** One for each run id of a series, the latest content, in the order of their times. */
  readonly runs: readonly HistoryRecord[];
  /** The blessings that stand, in the order in which they were given. */
  readonly blessings: readonly Blessing[];
  /** Sentences about lines that could not be used, and about runs that were recorded twice. */
  readonly notes: readonly string[];
}

/** A line and whether a line feed ends it. */
export interface RawLine {
  readonly text: string;
  readonly isEnded: boolean;
}

/** Takes the lines of a file one after the other. */
export class HistoryFold {
  readonly #name: string;
  readonly #runs = new Map<string, HistoryRecord>();
  readonly #blessings = new Map<string, Blessing>();
  readonly #replaced = new Set<string>();
  readonly #otherSchemas = new Map<string, number>();
  readonly #unreadable: string[] = [];
  #lines = 0;

  /** @param name the file's, for the notes */
  constructor(name: string) {
    this.#name = name;
  }

  add({ text, isEnded }: RawLine): void {
    this.#lines += 1;
    const line = parseLine(text);
    if (line.kind === "entry") {
      this.#take(line.entry);
      if (line.torn !== null)
        this.#note("begins with a part of a line that was cut; what follows it was read");
    } else if (line.kind === "other schema") {
      this.#otherSchemas.set(line.schema, (this.#otherSchemas.get(line.schema) ?? 0) + 1);
    } else if (line.kind === "unreadable") {
      this.#note(isEnded ? `was left out: ${line.reason}` : `is being written, or was cut: ${line.reason}`);
    }
  }

  finish(): History {
    return {
      runs: [...this.#runs.values()].sort(byTime),
      blessings: [...this.#blessings.values()],
      notes: [...this.#unreadable, ...this.#schemaNotes(), ...this.#replacedNotes()],
    };
  }

  #take(entry: HistoryEntry): void {
    if (entry.type === "bless") {
      // The latest blessing is the last one.
      this.#blessings.delete(entry.runId);
      this.#blessings.set(entry.runId, entry);
    } else if (entry.type === "unbless") this.#blessings.delete(entry.runId);
    else {
      const key = recordKey(entry);
      const known = this.#runs.get(key);
      if (known !== undefined && formatLine(known) !== formatLine(entry)) this.#replaced.add(entry.runId);
      this.#runs.set(key, entry);
    }
  }

  #note(what: string): void {
    this.#unreadable.push(`${this.#name}:${this.#lines} ${what}. It stays in the file as it is.`);
  }

  #schemaNotes(): string[] {
    return [...this.#otherSchemas].map(
      ([schema, count]) =>
        `${count} ${count === 1 ? "line of" : "lines of"} ${this.#name} ${count === 1 ? "has" : "have"} the schema ` +
        `${JSON.stringify(schema.slice(0, 80))}, which this version does not read. They stay in the file as they are.`,
    );
  }

  #replacedNotes(): string[] {
    if (this.#replaced.size === 0) return [];
    const [first] = this.#replaced;
    const others = this.#replaced.size - 1;
    return [
      `${first}${others === 0 ? " was" : ` and ${others} other runs were`} recorded more than once with differing ` +
        "content: the latest counts.",
    ];
  }
}

/** Runs of the same time keep the order in which they were recorded. */
function byTime(a: HistoryRecord, b: HistoryRecord): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt);
}
