import type { Cell, DataRow } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { parsePythonTexts } from "../../support/python/literal.ts";

/** Where a row stands, for messages. */
export function placeOf({ file, index }: DataRow): string {
  return `${file}, row ${index}`;
}

/**
 * @param example what the column should hold
 * @throws FvalidateError of kind `input`, always
 */
export function badCell(row: DataRow, column: string, example: string): never {
  const problem = row.cells[column] === undefined ? "is missing" : "cannot be read";
  throw new FvalidateError("input", `${placeOf(row)}: the column "${column}" ${problem}`, {
    hint: `It should hold ${example}.`,
  });
}

/** A text, or a number written out. */
export function textCell(row: DataRow, column: string): string {
  return textOf(row.cells[column]) ?? badCell(row, column, "a text");
}

/** A text, or `null` for an empty cell or a column that is not there. */
export function optionalTextCell(row: DataRow, column: string): string | null {
  return textOf(row.cells[column]);
}

/** A list of texts, as a list or as a Python literal of one. */
export function textsCell(row: DataRow, column: string): string[] {
  const cell = row.cells[column];
  const items: readonly Cell[] | undefined = Array.isArray(cell) ? cell : undefined;
  const texts = typeof cell === "string" ? parsePythonTexts(cell) : items?.map(textOf);
  if (texts === undefined || texts.length === 0) return badCell(row, column, "a list of texts");
  return texts.map((text) => text ?? badCell(row, column, "a list of texts"));
}

/** A whole number from 0. */
export function indexCell(row: DataRow, column: string): number {
  const cell = row.cells[column];
  const index = typeof cell === "string" && /^\d+$/.test(cell) ? Number(cell) : cell;
  return typeof index === "number" && Number.isInteger(index) && index >= 0
    ? index
    : badCell(row, column, "a whole number");
}

function textOf(cell: Cell | undefined): string | null {
  if (typeof cell === "string") return cell;
  return typeof cell === "number" ? String(cell) : null;
}
