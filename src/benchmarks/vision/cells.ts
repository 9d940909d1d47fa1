import type { Cell, DataRow } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { type PythonLiteral, parsePythonLiteral } from "../../support/python/literal.ts";
import { lettersFor } from "../extraction/letters.ts";

/** Where a row stands, for messages. */
export function placeOf(row: DataRow): string {
  return `row ${row.index + 1} (${row.file})`;
}

/** What is wrong with a row. */
export function rowProblem(row: DataRow, problem: string): FvalidateError {
  return new FvalidateError("input", `${placeOf(row)} ${problem}`, {
    hint: `Its columns are: ${Object.keys(row.cells).join(", ") || "none"}.`,
  });
}

/**
 * A column's text; a number is written out.
 * @throws FvalidateError of kind `input` where there is none
 */
export function textCell(row: DataRow, column: string): string {
  const text = optionalText(row, column);
  if (text === null) throw rowProblem(row, `has no text in its column ${column}`);
  return text;
}

/** A column's text, or `null` for an absent or an empty cell. */
export function optionalText(row: DataRow, column: string): string | null {
  const cell = row.cells[column];
  if (typeof cell === "string") return cell;
  return typeof cell === "number" ? String(cell) : null;
}

/**
 * A column that holds a list of texts, or writes one as a Python literal.
 * @throws FvalidateError of kind `input`
 */
export function textsCell(row: DataRow, column: string): string[] {
  return textsOf(row, column, listCell(row, column));
}

/**
 * The same for options. Some rows of MMMU wrap their list in another one: FlagEvalMM takes it out, the official code sees a
 * single option.
 */
export function optionsCell(row: DataRow, column: string): { options: string[]; wrapped: boolean } {
  const list = listCell(row, column);
  const [first] = list;
  return Array.isArray(first)
    ? { options: textsOf(row, column, first), wrapped: true }
    : { options: textsOf(row, column, list), wrapped: false };
}

function listCell(row: DataRow, column: string): readonly (Cell | PythonLiteral)[] {
  const cell = row.cells[column];
  const list = typeof cell === "string" ? literalList(row, column, cell) : cell;
  if (!Array.isArray(list)) throw rowProblem(row, `has no list in its column ${column}`);
  return list;
}

function textsOf(row: DataRow, column: string, items: readonly (Cell | PythonLiteral)[]): string[] {
  return items.map((item) => {
    if (typeof item === "string") return item;
    throw rowProblem(row, `holds something else than texts in its column ${column}`);
  });
}

function literalList(row: DataRow, column: string, text: string): PythonLiteral {
  try {
    return parsePythonLiteral(text);
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    throw rowProblem(row, `has no list in its column ${column}: ${error.message}`);
  }
}

/**
 * The letters that a list of options goes by.
 * @throws FvalidateError of kind `input` for more of them than there are letters
 */
export function labelsOf(row: DataRow, options: readonly string[]): string[] {
  if (options.length > 26) throw rowProblem(row, `has ${options.length} options; there are 26 letters`);
  return lettersFor(options);
}

/**
 * The letter of the right option.
 * @throws FvalidateError of kind `input` for one that no option has
 */
export function goldLetter(row: DataRow, column: string, labels: readonly string[]): string {
  const letter = textCell(row, column).replace(/^\((.)\)$/, "$1");
  if (!labels.includes(letter))
    throw rowProblem(row, `has the answer ${JSON.stringify(letter)}, not one of ${labels.join(", ")}`);
  return letter;
}
