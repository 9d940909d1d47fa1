import { cut } from "../data-text.ts";

/** Names of things, which stand in headings and tables many times over. */
const NAMES = new Set([
  "label",
  "stack",
  "title",
  "name",
  "id",
  "unit",
  "model",
  "version",
  "node",
  "createdAt",
]);
const LONGEST_NAME = 200;
const LONGEST_TEXT = 2000;
const LONGEST_LOG = 20_000;

/**
 * The same with all texts of a length that a page can show; `run.json` beside the page holds them whole. A label may be
 * anything, also a megabyte.
 */
export function withShortTexts<Value>(value: Value, key = ""): Value {
  return shortened(value, key) as Value;
}

function shortened(value: unknown, key: string): unknown {
  if (typeof value === "string") return cut(value, longest(key));
  if (Array.isArray(value)) return value.map((item) => shortened(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [cut(name, LONGEST_NAME), shortened(part, name)]),
  );
}

function longest(key: string): number {
  if (NAMES.has(key)) return LONGEST_NAME;
  return key === "log" ? LONGEST_LOG : LONGEST_TEXT;
}
