import { FvalidateError } from "../errors.ts";
import { atQuote, type LiteralCursor, literalProblem, readPythonText } from "./literal-text.ts";

/** What `ast.literal_eval` gives: lists and tuples are arrays, a dictionary's keys are texts. */
export type PythonLiteral =
  | string
  | number
  | boolean
  | null
  | readonly PythonLiteral[]
  | { readonly [key: string]: PythonLiteral };

/** Far above any data set's; deeper nesting would exhaust the call stack. */
const MAXIMUM_DEPTH = 200;
const BLANK = /(?:[ \t\f\r\n]|\\\r?\n|#[^\n]*)*/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
const WORDS: ReadonlyMap<string, PythonLiteral> = new Map<string, PythonLiteral>([
  ["None", null],
  ["True", true],
  ["False", false],
]);
const DECIMAL =
  /(?:(?:\d+(?:_\d+)*)?\.\d+(?:_\d+)*|\d+(?:_\d+)*\.?)(?:[eE][+-]?\d+(?:_\d+)*)?(?![\p{L}\p{N}_.])/uy;
const BASED = /0(?:[xX](?:_?[\da-fA-F])+|[oO](?:_?[0-7])+|[bB](?:_?[01])+)(?![\p{L}\p{N}_.])/uy;

/**
 * The value of a Python literal: texts (adjacent ones are joined), numbers, `None`, `True`, `False`, lists, tuples and
 * dictionaries.
 * @throws FvalidateError of kind `input` with the offset of what is no literal
 */
export function parsePythonLiteral(source: string): PythonLiteral {
  const cursor = { source, at: 0 };
  const value = readValue(cursor, 0);
  if (peek(cursor) !== "") throw literalProblem(cursor, "the end");
  return value;
}

/**
 * The items of a Python list of texts, the form in which data sets keep their options. Numbers are written as Python
 * writes whole ones.
 * @throws FvalidateError of kind `input`
 */
export function parsePythonTexts(source: string): string[] {
  const value = parsePythonLiteral(source);
  if (!Array.isArray(value))
    throw new FvalidateError("input", `${excerpt(source)} is not a Python list of texts`);
  return value.map((item: PythonLiteral) => {
    if (typeof item === "string") return item;
    throw new FvalidateError("input", `${excerpt(source)} holds something else than texts`);
  });
}

function excerpt(source: string): string {
  return JSON.stringify(source.slice(0, 30));
}

function peek(cursor: LiteralCursor): string {
  BLANK.lastIndex = cursor.at;
  cursor.at += BLANK.exec(cursor.source)?.[0].length ?? 0;
  return cursor.source.charAt(cursor.at);
}

function take(cursor: LiteralCursor, character: string): boolean {
  if (peek(cursor) !== character) return false;
  cursor.at += 1;
  return true;
}

function readValue(cursor: LiteralCursor, depth: number): PythonLiteral {
  if (depth > MAXIMUM_DEPTH) throw literalProblem(cursor, `at most ${MAXIMUM_DEPTH} levels of nesting`);
  const character = peek(cursor);
  if (take(cursor, "[")) return readItems(cursor, "]", depth).items;
  if (take(cursor, "(")) return readParentheses(cursor, depth);
  if (take(cursor, "{")) return readDictionary(cursor, depth);
  if (atQuote(cursor)) return readTexts(cursor);
  if (/[\d.+-]/.test(character)) return readNumber(cursor);
  return readWord(cursor);
}

function readItems(
  cursor: LiteralCursor,
  close: string,
  depth: number,
): { items: PythonLiteral[]; comma: boolean } {
  const items: PythonLiteral[] = [];
  let comma = false;
  while (!take(cursor, close)) {
    if (items.length > 0 && !comma) throw literalProblem(cursor, `"," or "${close}"`);
    items.push(readValue(cursor, depth + 1));
    comma = take(cursor, ",");
  }
  return { items, comma };
}

function readParentheses(cursor: LiteralCursor, depth: number): PythonLiteral {
  const { items, comma } = readItems(cursor, ")", depth);
  const [only] = items;
  return items.length === 1 && !comma && only !== undefined ? only : items;
}

function readDictionary(cursor: LiteralCursor, depth: number): PythonLiteral {
  const entries: [string, PythonLiteral][] = [];
  let comma = true;
  while (!take(cursor, "}")) {
    if (!comma) throw literalProblem(cursor, '"," or "}"');
    const keyAt = cursor.at;
    const key = readValue(cursor, depth + 1);
    if (typeof key === "object" && key !== null) throw literalProblem(cursor, "a key", keyAt);
    if (!take(cursor, ":")) throw literalProblem(cursor, '":"');
    entries.push([String(key), readValue(cursor, depth + 1)]);
    comma = take(cursor, ",");
  }
  return Object.fromEntries(entries);
}

function readTexts(cursor: LiteralCursor): string {
  let text = "";
  while (atQuote(cursor)) {
    text += readPythonText(cursor);
    peek(cursor);
  }
  return text;
}

function readNumber(cursor: LiteralCursor): number {
  const start = cursor.at;
  let sign = 1;
  while (/[+-]/.test(peek(cursor))) {
    if (peek(cursor) === "-") sign = -sign;
    cursor.at += 1;
  }
  peek(cursor);
  for (const form of [BASED, DECIMAL]) {
    form.lastIndex = cursor.at;
    const digits = form.exec(cursor.source)?.[0];
    if (digits === undefined || /^0[\d_]*[1-9]\d*$/.test(digits)) continue;
    cursor.at += digits.length;
    return sign * Number(digits.replaceAll("_", ""));
  }
  throw literalProblem(cursor, "a number", start);
}

function readWord(cursor: LiteralCursor): PythonLiteral {
  WORD.lastIndex = cursor.at;
  const word = WORD.exec(cursor.source)?.[0] ?? "";
  const value = WORDS.get(word);
  if (value === undefined) throw literalProblem(cursor, "a value");
  cursor.at += word.length;
  return value;
}
