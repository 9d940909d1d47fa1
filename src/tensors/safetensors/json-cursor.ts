import { FvalidateError } from "../../support/errors.ts";

/** A place in JSON whose structure is known beforehand, so that it is read without building anything else. */
export interface JsonCursor {
  readonly text: string;
  /** For messages: `its header`. */
  readonly what: string;
  /** The byte in the file at which the text begins. */
  readonly start: number;
  at: number;
}

const BLANKS = /[ \t\n\r]*/y;
const WHOLE_NUMBER = /(?:0|[1-9]\d*)(?![\w.+-])/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The problem with the byte of the file at which it is; a clause. */
export function problemAt({ text, what, start }: JsonCursor, at: number, problem: string): FvalidateError {
  const byte = start + Buffer.byteLength(text.slice(0, at));
  return new FvalidateError("input", `${what} is malformed at byte ${byte}: ${problem}`);
}

/** Takes a mark such as `{`, with the blanks before it; `false`, and nothing taken, where another one stands. */
export function take(cursor: JsonCursor, mark: string): boolean {
  skipBlanks(cursor);
  if (cursor.text[cursor.at] !== mark) return false;
  cursor.at += 1;
  return true;
}

export function requireMark(cursor: JsonCursor, mark: string): void {
  if (!take(cursor, mark)) throw unexpected(cursor, `\`${mark}\``);
}

export function unexpected(cursor: JsonCursor, wanted: string): FvalidateError {
  const found = cursor.text.slice(cursor.at, cursor.at + 20);
  const instead = found === "" ? "the end" : JSON.stringify(found);
  return problemAt(cursor, cursor.at, `expected ${wanted}, found ${instead}`);
}

/** A text in double quotes. */
export function readText(cursor: JsonCursor): string {
  skipBlanks(cursor);
  const { text, at: first } = cursor;
  if (text.charCodeAt(first) !== QUOTE) throw unexpected(cursor, "a text in double quotes");
  let end = first + 1;
  let escaped = false;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code === QUOTE) break;
    if (Number.isNaN(code)) throw problemAt(cursor, first, "a text has no closing quote");
    if (code < SPACE) throw problemAt(cursor, end, "a text holds a control character");
    if (code === BACKSLASH) {
      escaped = true;
      end += 1;
    }
    end += 1;
  }
  cursor.at = end + 1;
  return escaped ? unescaped(cursor, first) : text.slice(first + 1, end);
}

/** Escapes are left to the engine, which takes halves of a character too. */
function unescaped(cursor: JsonCursor, first: number): string {
  const text = parsed(cursor.text.slice(first, cursor.at));
  if (text === null) throw problemAt(cursor, first, "a text holds an escape that JSON does not know");
  if (LONE_SURROGATE.test(text)) throw problemAt(cursor, first, "a text holds half of a surrogate pair");
  return text;
}

function parsed(text: string): string | null {
  try {
    return String(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A whole number from 0 to 2^53, without fraction or exponent. */
export function readSize(cursor: JsonCursor, what: string): number {
  skipBlanks(cursor);
  WHOLE_NUMBER.lastIndex = cursor.at;
  const digits = WHOLE_NUMBER.exec(cursor.text)?.[0];
  if (digits === undefined) throw unexpected(cursor, `${what}: a whole number that is not negative`);
  const size = Number(digits);
  if (size > Number.MAX_SAFE_INTEGER)
    throw problemAt(cursor, cursor.at, `${what} is ${shortened(digits)}, more than 2^53`);
  cursor.at += digits.length;
  return size;
}

/** A list of sizes, at most so many. */
export function readSizes(cursor: JsonCursor, what: string, most: number): number[] {
  const sizes: number[] = [];
  requireMark(cursor, "[");
  if (take(cursor, "]")) return sizes;
  do {
    if (sizes.length === most) throw problemAt(cursor, cursor.at, `${what} has more than ${most} entries`);
    sizes.push(readSize(cursor, what));
  } while (take(cursor, ","));
  requireMark(cursor, "]");
  return sizes;
}

/**
 * The entries of an object, each key once.
 * @param read reads the value behind a key
 */
export function readEntries(cursor: JsonCursor, read: (key: string, at: number) => void): void {
  const keys = new Set<string>();
  requireMark(cursor, "{");
  if (take(cursor, "}")) return;
  do {
    skipBlanks(cursor);
    const at = cursor.at;
    const key = readText(cursor);
    if (keys.has(key)) throw problemAt(cursor, at, `the key ${quoted(key)} stands there a second time`);
    keys.add(key);
    requireMark(cursor, ":");
    read(key, at);
  } while (take(cursor, ","));
  requireMark(cursor, "}");
}

/** A name for messages, which may be as long as a header. */
export function quoted(name: string): string {
  return JSON.stringify(name.length <= 80 ? name : `${name.slice(0, 80)}…`);
}

function skipBlanks(cursor: JsonCursor): void {
  // Asked first, because a sticky expression costs more than all else here and there is seldom a blank.
  if (cursor.text.charCodeAt(cursor.at) > SPACE) return;
  BLANKS.lastIndex = cursor.at;
  cursor.at += BLANKS.exec(cursor.text)?.[0].length ?? 0;
}

function shortened(digits: string): string {
  return digits.length <= 30 ? digits : `${digits.slice(0, 20)}… (${digits.length} digits)`;
}
