import { FvalidateError } from "../errors.ts";

/** Where a reader of a Python literal stands. */
export interface LiteralCursor {
  readonly source: string;
  at: number;
}

const OPENING = /(?<prefix>[rRuU]?)(?<quote>'''|"""|'|")/y;
const ESCAPE =
  /\\(?:(?<octal>[0-7]{1,3})|x(?<two>[\da-fA-F]{2})|u(?<four>[\da-fA-F]{4})|U(?<eight>[\da-fA-F]{8})|(?<other>\r\n|[\s\S]))/y;

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ["\n", ""],
  ["\r\n", ""],
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

/** Whether a text begins here, with or without a prefix `r` or `u`. */
export function atQuote(cursor: LiteralCursor): boolean {
  OPENING.lastIndex = cursor.at;
  return OPENING.test(cursor.source);
}

/** The problem at an offset, told with what stands there. */
export function literalProblem(cursor: LiteralCursor, wanted: string, at = cursor.at): FvalidateError {
  const found =
    at >= cursor.source.length
      ? "the text ends"
      : `stands ${JSON.stringify(cursor.source.slice(at, at + 30))}`;
  return new FvalidateError(
    "input",
    `not a Python literal: at offset ${at} ${found} where ${wanted} belongs`,
  );
}

/** One text in quotes; the cursor stands on its prefix or quote, and after it then. */
export function readPythonText(cursor: LiteralCursor): string {
  OPENING.lastIndex = cursor.at;
  const { prefix = "", quote = "" } = OPENING.exec(cursor.source)?.groups ?? {};
  const start = cursor.at;
  cursor.at += prefix.length + quote.length;
  const raw = prefix.toLowerCase() === "r";
  let text = "";
  while (!cursor.source.startsWith(quote, cursor.at)) {
    const character = cursor.source.charAt(cursor.at);
    const ends = character === "" || (quote.length === 1 && /[\r\n]/.test(character));
    if (ends) throw literalProblem(cursor, `the closing ${quote} of the text at offset ${start}`);
    text += character === "\\" ? readEscape(cursor, raw) : character;
    if (character !== "\\") cursor.at += 1;
  }
  cursor.at += quote.length;
  return text;
}

function readEscape(cursor: LiteralCursor, raw: boolean): string {
  ESCAPE.lastIndex = cursor.at;
  const match = ESCAPE.exec(cursor.source);
  if (match === null) throw literalProblem(cursor, "an escaped character");
  const { octal, two, four, eight, other } = match.groups ?? {};
  const start = cursor.at;
  cursor.at += match[0].length;
  if (raw) return match[0];
  if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
  const hexadecimal = two ?? four ?? eight;
  if (hexadecimal !== undefined) return fromHexadecimal(cursor, hexadecimal, start);
  if (other === undefined || /[xuUN]/.test(other)) throw literalProblem(cursor, "a whole escape", start);
  return CONTROLS.get(other) ?? `\\${other}`;
}

function fromHexadecimal(cursor: LiteralCursor, digits: string, at: number): string {
  const codePoint = Number.parseInt(digits, 16);
  if (codePoint > 0x10ffff) throw literalProblem(cursor, "a character of Unicode", at);
  return String.fromCodePoint(codePoint);
}
