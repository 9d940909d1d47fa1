import { extname } from "node:path";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { isRecord, readJson } from "../files/json.ts";
import { readText } from "../files/text.ts";
import { readWorkbook } from "./workbook.ts";

/** One row by its columns; cells of text tables are texts. */
export type Row = Readonly<Record<string, unknown>>;

/** @throws FvalidateError of kind `input` with the file and what is wrong with it */
export async function readTable(path: string): Promise<Row[]> {
  const end = extname(path);
  if (end === ".xlsx") return await readWorkbook(path);
  if (end === ".csv") return await readDelimited(path, ",");
  if (end === ".tsv") return await readDelimited(path, "\t");
  if (end === ".pkl") throw pickle(path);
  if (end === ".json") return rowsOf(await readJson(path, "a table of VLMEvalKit"), path);
  throw new FvalidateError("input", `${path} is no table that is read here.`);
}

/** Why a pickle is not read, and what to do. */
export function pickle(path: string): FvalidateError {
  return new FvalidateError(
    "input",
    `${path} is a pickle: reading it could run a program, so it is not read.`,
    { hint: "Evaluate again with PRED_FORMAT=tsv and --reuse, or save the table as .tsv with pandas." },
  );
}

async function readDelimited(path: string, delimiter: string): Promise<Row[]> {
  const { parse } = await import("csv-parse/sync");
  const text = await readText(path, "a table of VLMEvalKit");
  // A quote within a cell that does not begin with one is a character like any other, as for Python.
  const options = {
    delimiter,
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_quotes: true,
  } as const;
  try {
    const rows: Row[] = parse(text, options);
    if (rows.length > 0) return rows;
  } catch (error) {
    throw new FvalidateError("input", `${path}: ${messageOf(error)}.`, {
      hint: "The file may be cut short there.",
      cause: error,
    });
  }
  throw new FvalidateError("input", `${path} holds no rows.`);
}

/** A list of rows, columns with their names, or one row. */
function rowsOf(content: unknown, path: string): Row[] {
  if (Array.isArray(content)) {
    const rows = content.filter(isRecord);
    if (rows.length === content.length && rows.length > 0) return rows;
  }
  if (isRecord(content))
    return isRecord(content["data"]) ? [content["data"]] : (byColumns(content) ?? [content]);
  throw new FvalidateError("input", `${path} holds no table: neither rows nor columns.`);
}

function byColumns({ columns, data }: Row): Row[] | null {
  if (!Array.isArray(columns) || !Array.isArray(data)) return null;
  return data.map((cells) => Object.fromEntries(columns.map((column, i) => [String(column), cells?.[i]])));
}
