import type { DataRow, ImageSource } from "../../contracts/benchmark.ts";
import { fieldOf, rowProblem } from "./cells.ts";

/**
 * A picture from a column of the form `{bytes, path}`, or from another that names its file.
 * @throws FvalidateError of kind `input`
 */
export function requiredImage(row: DataRow, decoded: string, named: string): ImageSource {
  const cell = row.cells[decoded];
  const bytes = cell instanceof Uint8Array ? cell : fieldOf(cell, "bytes");
  if (bytes instanceof Uint8Array) return { bytes };
  const path = row.cells[named];
  if (typeof path === "string" && path !== "") return { path };
  throw rowProblem(row, `has no ${decoded} or ${named}`);
}
