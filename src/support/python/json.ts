/** Far above any answer; what is nested deeper would exhaust the call stack. */
const MAXIMUM_DEPTH = 500;

const LITERALS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

const BLANKS = /[ \t\n\r]*/y;
const WORD = /-?[A-Za-z]+/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;

interface Cursor {
  readonly text: string;
  at: number;
}

/** JSON with the three words that Python's `json` writes for numbers that JSON does not have. */
export function parsePythonJson(text: string): unknown {
  const cursor = { text, at: 0 };
  const value = readValue(cursor, 0);
  if (peek(cursor) !== "") throw unexpected(cursor, "the end");
  return value;
}

function readValue(cursor: Cursor, depth: number): unknown {
  if (depth > MAXIMUM_DEPTH) throw problem(cursor, `more than ${MAXIMUM_DEPTH} levels of nesting`);
  const character = peek(cursor);
  if (character === "[") return readList(cursor, depth);
  if (character === "{") return readObject(cursor, depth);
  if (character === '"') return readText(cursor);
  return readWordOrNumber(cursor);
}

function readList(cursor: Cursor, depth: number): unknown[] {
  const items: unknown[] = [];
  cursor.at += 1;
  if (take(cursor, "]")) return items;
  for (;;) {
    items.push(readValue(cursor, depth + 1));
    if (take(cursor, "]")) return items;
    if (!take(cursor, ",")) throw unexpected(cursor, '"," or "]"');
  }
}

function readObject(cursor: Cursor, depth: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  cursor.at += 1;
  while (entries.length > 0 || !take(cursor, "}")) {
    if (peek(cursor) !== '"') throw unexpected(cursor, "a key in double quotes");
    const key = readText(cursor);
    if (!take(cursor, ":")) throw unexpected(cursor, '":"');
    entries.push([key, readValue(cursor, depth + 1)]);
    if (take(cursor, "}")) break;
    if (!take(cursor, ",")) throw unexpected(cursor, '"," or "}"');
  }
  // Not assigned one by one, so that a key `__proto__` stays a key.
  return Object.fromEntries(entries);
}

/** A text without escapes as it stands; escapes are left to the engine. */
function readText(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) throw problem(cursor, "a text without its closing quote");
  } while (isEscaped(text, end));
  try {
    const value: unknown = JSON.parse(text.slice(start, end + 1));
    cursor.at = end + 1;
    return String(value);
  } catch {
    throw problem(cursor, "a text with a control character or an escape that JSON does not know");
  }
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

function readWordOrNumber(cursor: Cursor): unknown {
  const word = match(cursor, WORD);
  if (word !== null && LITERALS.has(word)) {
    cursor.at += word.length;
    return LITERALS.get(word);
  }
  const number = match(cursor, NUMBER);
  if (number === null) throw unexpected(cursor, "a value");
  cursor.at += number.length;
  return Number(number);
}

function match({ text, at }: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The next character that is no blank, which it moves to; nothing at the end. */
function peek(cursor: Cursor): string {
  cursor.at += match(cursor, BLANKS)?.length ?? 0;
  return cursor.text.charAt(cursor.at);
}

function take(cursor: Cursor, character: string): boolean {
  if (peek(cursor) !== character) return false;
  cursor.at += 1;
  return true;
}

function unexpected(cursor: Cursor, wanted: string): SyntaxError {
  const found = match(cursor, WORD) ?? cursor.text.charAt(cursor.at);
  return problem(
    cursor,
    `${found === "" ? "the end of the text" : JSON.stringify(found)} where ${wanted} belongs`,
  );
}

function problem({ text, at }: Cursor, what: string): SyntaxError {
  const lines = text.slice(0, at).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return new SyntaxError(`${what} at offset ${at} (line ${lines.length}, column ${column})`);
}
