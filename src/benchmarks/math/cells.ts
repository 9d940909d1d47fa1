import type { Cell, DataRow, ImageSource } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";

/** A cell as text; numbers are written as they are. `null` where the row has none of the columns, or only nulls. */
export function optionalText(row: DataRow, ...columns: readonly string[]): string | null {
  for (const column of columns) {
    const cell = row.cells[column];
    if (typeof cell === "string") return cell;
    if (typeof cell === "number") return String(cell);
  }
  return null;
}

/**
 * @param columns names under which the text is published; the first one that the row has counts
 * @throws FvalidateError of kind `input`
 */
export function requiredText(row: DataRow, ...columns: readonly string[]): string {
  const text = optionalText(row, ...columns);
  if (text === null || text.trim() === "") throw lacking(row, columns.join(" or "));
  return text;
}

/** A list of texts; empty where the cell is null, missing or an empty list. */
export function textList(row: DataRow, column: string): readonly string[] {
  const cell = row.cells[column];
  if (!Array.isArray(cell)) return [];
  return cell.map((item: Cell) => (typeof item === "number" ? String(item) : textOf(item, row, column)));
}

/** A picture from a column of the form `{bytes, path}`, or from another that names its file. */
export function requiredImage(row: DataRow, decoded: string, named: string): ImageSource {
  const cell = row.cells[decoded];
  const bytes = cell instanceof Uint8Array ? cell : fieldOf(cell, "bytes");
  if (bytes instanceof Uint8Array) return { bytes };
  const path = row.cells[named];
  if (typeof path === "string" && path !== "") return { path };
  throw lacking(row, `${decoded} or ${named}`);
}

/** The field of a struct; `undefined` where the cell is none or lacks it. */
export function fieldOf(cell: Cell | undefined, field: string): Cell | undefined {
  if (cell === null || typeof cell !== "object" || Array.isArray(cell) || cell instanceof Uint8Array)
    return undefined;
  return (cell as Readonly<Record<string, Cell>>)[field];
}

/** The error for a row that lacks what its question needs. */
export function lacking(row: DataRow, what: string): FvalidateError {
  return new FvalidateError("input", `${row.file}: row ${row.index + 1} has no ${what}.`, {
    hint: `Its columns are ${Object.keys(row.cells).join(", ") || "none"}.`,
  });
}

function textOf(item: Cell, row: DataRow, column: string): string {
  if (typeof item === "string") return item;
  throw lacking(row, `text in ${column}`);
}
