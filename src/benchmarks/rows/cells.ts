import type { Cell, DataRow } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { type PythonLiteral, parsePythonLiteral } from "../../support/python/literal.ts";

/** Where a row stands, for messages. */
export function placeOf({ file, index }: DataRow): string {
  return `row ${index + 1} (${file})`;
}

/** What is wrong with a row. */
export function rowProblem(row: DataRow, problem: string): FvalidateError {
  return new FvalidateError("input", `${placeOf(row)} ${problem.replace(/\.$/, "")}.`, {
    hint: `Its columns are: ${Object.keys(row.cells).join(", ") || "none"}.`,
  });
}

/**
 * @param example what the column should hold
 * @throws FvalidateError of kind `input`, always
 */
export function badCell(row: DataRow, column: string, example: string): never {
  const problem = row.cells[column] === undefined ? "is missing" : "cannot be read";
  throw new FvalidateError("input", `${placeOf(row)}: the column "${column}" ${problem}.`, {
    hint: `It should hold ${example}.`,
  });
}

/** The text of the first of the columns that has one, a number written out; `null` where none has. */
export function optionalText(row: DataRow, ...columns: readonly string[]): string | null {
  for (const column of columns) {
    const text = textOf(row.cells[column]);
    if (text !== null) return text;
  }
  return null;
}

/**
 * The same where there must be one; it may be empty.
 * @throws FvalidateError of kind `input`
 */
export function textCell(row: DataRow, ...columns: readonly string[]): string {
  const text = optionalText(row, ...columns);
  if (text === null) throw rowProblem(row, `has no text in its column ${columns.join(" or ")}`);
  return text;
}

/**
 * The same where it must say something.
 * @throws FvalidateError of kind `input`
 */
export function filledText(row: DataRow, ...columns: readonly string[]): string {
  const text = optionalText(row, ...columns);
  if (text === null || text.trim() === "") throw rowProblem(row, `has no ${columns.join(" or ")}`);
  return text;
}

/**
 * A column that holds a list of texts, or writes one as a Python literal.
 * @throws FvalidateError of kind `input`
 */
export function textsCell(row: DataRow, column: string): string[] {
  return textsOf(row, column, listCell(row, column));
}

/** The same where there must be at least one. */
export function filledTexts(row: DataRow, column: string): string[] {
  const texts = textsCell(row, column);
  return texts.length > 0 ? texts : badCell(row, column, "a list of texts");
}

/** The same where there may be none: an absent or an empty cell is an empty list. */
export function optionalTexts(row: DataRow, column: string): string[] {
  const cell = row.cells[column];
  return Array.isArray(cell) ? textsOf(row, column, cell) : [];
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

/**
 * A whole number from 0.
 * @throws FvalidateError of kind `input`
 */
export function indexCell(row: DataRow, column: string): number {
  const cell = row.cells[column];
  const index = typeof cell === "string" && /^\d+$/.test(cell) ? Number(cell) : cell;
  return typeof index === "number" && Number.isInteger(index) && index >= 0
    ? index
    : badCell(row, column, "a whole number");
}

/** The field of a struct; `undefined` where the cell is none or lacks it. */
export function fieldOf(cell: Cell | undefined, field: string): Cell | undefined {
  if (cell === null || typeof cell !== "object" || Array.isArray(cell) || cell instanceof Uint8Array)
    return undefined;
  return (cell as Readonly<Record<string, Cell>>)[field];
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
    if (typeof item === "number") return String(item);
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

function textOf(cell: Cell | undefined): string | null {
  if (typeof cell === "string") return cell;
  return typeof cell === "number" ? String(cell) : null;
}
