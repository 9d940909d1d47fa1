import { FvalidateError } from "../support/errors.ts";

/** A value of a Python literal. Whole numbers are bigints, because a header may claim sizes beyond 2^53. */
export type Literal = string | boolean | bigint | null | Sequence;

export interface Sequence {
  readonly kind: "tuple" | "list";
  readonly items: readonly Literal[];
}

/** A value with the byte at which it starts. */
export interface Entry {
  readonly value: Literal;
  readonly at: number;
}

/**
 * Reads a Python dict literal with string keys: strings without escapes, `True`, `False`, `None`, whole numbers
 * (with Python 2's `L` too), tuples and lists. Nothing is evaluated.
 *
 * @param text one character per byte
 * @param start the byte in the file at which the text starts
 * @throws FvalidateError of kind `input` that says what was found at which byte; it does not know the file's name
 */
export function parseDictLiteral(text: string, start: number): Map<string, Entry> {
  const cursor: Cursor = { tokens: tokensOf(text, start), next: 0 };
  const entries = new Map<string, Entry>();
  expect(cursor, "{");
  while (!take(cursor, "}")) {
    const key = peek(cursor);
    if (key.kind !== "string") throw malformed(key.at, "expected a key in quotes", key.text);
    if (entries.has(key.text)) throw malformed(key.at, `the key '${key.text}' stands there a second time`);
    cursor.next += 1;
    expect(cursor, ":");
    entries.set(key.text, { at: peek(cursor).at, value: literalAt(cursor, 0) });
    if (!separated(cursor, "}")) break;
  }
  const rest = peek(cursor);
  if (rest.kind !== "end") throw malformed(rest.at, "expected nothing behind the closing `}`", rest.text);
  return entries;
}

interface Token {
  readonly kind: "mark" | "string" | "word" | "number" | "end";
  /** A string's without its quotes; empty at the end. */
  readonly text: string;
  readonly at: number;
}

interface Cursor {
  readonly tokens: readonly Token[];
  next: number;
}

const BLANKS = /[ \t\r\n\f]*/y;
const TOKEN =
  /(?<mark>[{}()[\]:,])|'(?<single>[^'\\\r\n]*)'|"(?<double>[^"\\\r\n]*)"|(?<word>[A-Za-z_]\w*)|(?<number>[+-]?\.?\d[\w.]*)/y;

function tokensOf(text: string, start: number): Token[] {
  const tokens: Token[] = [];
  let at = endOf(BLANKS, text, 0);
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(text)?.groups;
    if (groups === undefined) throw unreadable(text, at, start);
    tokens.push(tokenOf(groups, start + at));
    at = endOf(BLANKS, text, TOKEN.lastIndex);
  }
  return tokens.concat({ kind: "end", text: "", at: start + text.length });
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.exec(text);
  return pattern.lastIndex;
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, at: number): Token {
  const { mark, single, double, word, number } = groups;
  const string = single ?? double;
  if (string !== undefined) return { kind: "string", text: string, at };
  if (mark !== undefined) return { kind: "mark", text: mark, at };
  return word === undefined ? { kind: "number", text: number ?? "", at } : { kind: "word", text: word, at };
}

function unreadable(text: string, at: number, start: number): FvalidateError {
  const found = text.charAt(at);
  if (found === "'" || found === '"') {
    return malformed(start + at, "the string is not closed, or holds a backslash or a line break");
  }
  return malformed(start + at, "expected a Python literal", found);
}

/** A nesting deeper than any header needs would only serve to exhaust the stack. */
const MAXIMUM_DEPTH = 32;

function literalAt(cursor: Cursor, depth: number): Literal {
  const token = peek(cursor);
  if (depth > MAXIMUM_DEPTH) throw malformed(token.at, `values are nested deeper than ${MAXIMUM_DEPTH}`);
  cursor.next += 1;
  if (token.kind === "string") return token.text;
  if (token.kind === "word") return wordOf(token);
  if (token.kind === "number") return numberOf(token);
  if (token.text === "(") return tupleOf(cursor, depth);
  if (token.text === "[") return { kind: "list", items: itemsOf(cursor, "]", depth).items };
  throw malformed(token.at, "expected a value", token.text);
}

function wordOf({ text, at }: Token): Literal {
  if (text === "None") return null;
  if (text === "True" || text === "False") return text === "True";
  throw malformed(at, "expected a value", text);
}

function numberOf({ text, at }: Token): bigint {
  if (!/^[+-]?\d+L?$/.test(text)) throw malformed(at, `\`${text}\` is not a whole number`);
  return BigInt(text.replace(/^\+/, "").replace("L", ""));
}

/** Python's (5) is the number 5; the tuple of one is (5,). */
function tupleOf(cursor: Cursor, depth: number): Literal {
  const { items, trailingComma } = itemsOf(cursor, ")", depth);
  const [only] = items;
  return items.length === 1 && !trailingComma && only !== undefined ? only : { kind: "tuple", items };
}

function itemsOf(cursor: Cursor, close: string, depth: number): { items: Literal[]; trailingComma: boolean } {
  const items: Literal[] = [];
  while (!take(cursor, close)) {
    items.push(literalAt(cursor, depth + 1));
    if (!separated(cursor, close)) return { items, trailingComma: false };
  }
  return { items, trailingComma: true };
}

/** Takes a comma, or else the closing mark. */
function separated(cursor: Cursor, close: string): boolean {
  if (take(cursor, ",")) return true;
  expect(cursor, close);
  return false;
}

function expect(cursor: Cursor, mark: string): void {
  if (take(cursor, mark)) return;
  const { at, text } = peek(cursor);
  throw malformed(at, `expected \`${mark}\``, text);
}

function take(cursor: Cursor, mark: string): boolean {
  const { kind, text } = peek(cursor);
  if (kind !== "mark" || text !== mark) return false;
  cursor.next += 1;
  return true;
}

function peek({ tokens, next }: Cursor): Token {
  return tokens[next] ?? { kind: "end", text: "", at: 0 };
}

/** @param found what stands there instead; empty where the header ends */
function malformed(at: number, problem: string, found?: string): FvalidateError {
  const instead = found === "" ? ", found the header's end" : `, found ${JSON.stringify(found)}`;
  return new FvalidateError(
    "input",
    `its header is malformed at byte ${at}: ${problem}${found === undefined ? "" : instead}`,
    {
      hint: "A header is a Python dict such as {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }.",
    },
  );
}
