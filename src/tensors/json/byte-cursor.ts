import { FvalidateError } from "../../support/errors.ts";

/** A place in a file of JSON, which is read as bytes: a text of so many megabytes would take twice the memory. */
export interface ByteCursor {
  readonly bytes: Buffer;
  at: number;
}

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** As Python's `json` writes what JSON has no word for. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
/** No number of any use is longer; and what is no JSON at all may go on for long. */
const MOST_CHARACTERS = 2000;

export function problemAt(at: number, problem: string): FvalidateError {
  return new FvalidateError("input", `${problem} at byte ${at}`);
}

/** The next character that is no blank, which it moves to; empty at the end. */
export function peek(cursor: ByteCursor): string {
  while (BLANKS.has(cursor.bytes[cursor.at] ?? 0)) cursor.at += 1;
  const byte = cursor.bytes[cursor.at];
  return byte === undefined ? "" : String.fromCharCode(byte);
}

export function take(cursor: ByteCursor, mark: string): boolean {
  if (peek(cursor) !== mark) return false;
  cursor.at += 1;
  return true;
}

export function unexpected(cursor: ByteCursor, wanted: string): FvalidateError {
  const found = peek(cursor);
  const what = found === "" ? "ends" : `has ${JSON.stringify(found)}`;
  return problemAt(cursor.at, `it ${what} where ${wanted} belongs,`);
}

/** An object's key. */
export function readKey(cursor: ByteCursor): string {
  if (peek(cursor) !== '"') throw unexpected(cursor, "a key in double quotes");
  const first = cursor.at;
  let end = first + 1;
  while (end < cursor.bytes.length && cursor.bytes[end] !== QUOTE)
    end += cursor.bytes[end] === BACKSLASH ? 2 : 1;
  if (end >= cursor.bytes.length) throw problemAt(first, "it has a key without a closing quote");
  cursor.at = end + 1;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      cursor.bytes.subarray(first, end + 1),
    );
    return String(JSON.parse(text));
  } catch {
    throw problemAt(first, "it has a key that is no JSON");
  }
}

/** A number, or one of Python's three words; `null` where neither stands there. */
export function readNumber(cursor: ByteCursor): number | null {
  const { bytes, at } = cursor;
  let end = at;
  while (end - at < MOST_CHARACTERS && isOfNumber(bytes[end] ?? 0)) end += 1;
  const text = bytes.toString("latin1", at, end);
  const value = WORDS.get(text) ?? (NUMBER.test(text) ? Number(text) : null);
  if (value === null) return null;
  if (!Number.isFinite(value) && !WORDS.has(text))
    throw problemAt(at, `it has ${text.slice(0, 30)}, which is beyond float64,`);
  cursor.at = end;
  return value;
}

/** Letters, digits, `+`, `-`, `.`: whatever could belong to a number or a word. */
function isOfNumber(byte: number): boolean {
  if (byte >= 0x30 && byte <= 0x39) return true;
  const lower = byte | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e;
}
