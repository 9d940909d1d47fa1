import type { Cell } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { reasonOf } from "../reason.ts";
import { bytesOf, utf8Text, withoutByteOrderMark } from "./bytes.ts";
import { type Line, lineCutter } from "./lines.ts";
import type { ReadRow, RowsFile } from "./reader.ts";

/** One object on each line. Blank lines are left out; NaN and Infinity are read as Python writes them. */
export async function* readRows(file: RowsFile): AsyncGenerator<ReadRow> {
  const cutter = lineCutter(file.name);
  for await (const chunk of bytesOf(file)) {
    for (const line of cutter.cut(chunk)) {
      const row = rowOf(line, file.name);
      if (row !== null) yield row;
    }
  }
  const last = cutter.rest();
  const row = last === null ? null : rowOf(last, file.name);
  if (row !== null) yield row;
}

function rowOf({ bytes, number }: Line, name: string): ReadRow | null {
  const where = `${name}:${number}`;
  const decoded = utf8Text(bytes, `${where}:`);
  const text = number === 1 ? withoutByteOrderMark(decoded) : decoded;
  if (text.trim() === "") return null;
  return { cells: parseObject(text, where), line: number };
}

function parseObject(text: string, where: string): Readonly<Record<string, Cell>> {
  let value: unknown;
  try {
    value = parseLenientJson(text);
  } catch (error) {
    throw new FvalidateError("input", `${where}: not JSON: ${reasonOf(error)}.`, {
      hint: "Each line must be one JSON object. The file may be cut short there.",
      cause: error,
    });
  }
  if (isObject(value)) return value;
  throw new FvalidateError(
    "input",
    `${where}: ${shapeOf(value)} where an object with the row's columns belongs.`,
    {
      hint: "Each line must be one JSON object. A file with one JSON array must end in .json.",
    },
  );
}

/** Whether a value of JSON is an object: its values are cells, whatever JSON holds. */
export function isObject(value: unknown): value is Readonly<Record<string, Cell>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In words, for messages. */
export function shapeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
