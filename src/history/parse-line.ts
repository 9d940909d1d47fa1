import { z } from "zod";
import { HISTORY_SCHEMA, type HistoryEntry, historyEntrySchema } from "../contracts/history.ts";
import { messageOf } from "../support/errors.ts";

/** How every line of this format begins, of whichever version: so a whole line is found behind a torn one. */
const BEGINNING = '{"schema":"fvalidate.history/';

/** What one line of `history.jsonl` is. */
export type HistoryLine =
  | { readonly kind: "entry"; readonly entry: HistoryEntry; readonly torn: string | null }
  | { readonly kind: "blank" }
  /** Of another version of the format: it is left to the version that can read it. */
  | { readonly kind: "other schema"; readonly schema: string }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * A line of the format: one entry, its keys in the schema's order, so that equal entries are equal lines.
 * @throws ZodError for what could not be read again
 */
export function formatLine(entry: HistoryEntry): string {
  return JSON.stringify(historyEntrySchema.parse(entry));
}

/** Reads one line, its line feed left out. */
export function parseLine(text: string): HistoryLine {
  const line = text.replace(/^\uFEFF/, "").trim();
  if (line === "") return { kind: "blank" };
  const content = parseJson(line);
  if ("value" in content) return entryIn(content.value);
  // Somebody's write was cut and the next one went on in the same line.
  const second = line.lastIndexOf(BEGINNING);
  if (second > 0) {
    const behind = parseLine(line.slice(second));
    if (behind.kind === "entry") return { ...behind, torn: line.slice(0, second) };
  }
  return { kind: "unreadable", reason: content.problem };
}

function parseJson(line: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return { problem: `it is not whole (${messageOf(error)})` };
  }
}

function entryIn(value: unknown): HistoryLine {
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (schema !== HISTORY_SCHEMA) {
    return typeof schema === "string"
      ? { kind: "other schema", schema }
      : { kind: "unreadable", reason: "it names no schema" };
  }
  const parsed = historyEntrySchema.safeParse(value);
  if (parsed.success) return { kind: "entry", entry: parsed.data, torn: null };
  const [problem] = z.prettifyError(parsed.error).split("\n");
  return { kind: "unreadable", reason: `it is not as ${HISTORY_SCHEMA} prescribes (${problem})` };
}
