import { Buffer } from "node:buffer";
import type { Cell } from "../../contracts/benchmark.ts";
import { FvalidateError } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { reasonOf } from "../reason.ts";
import { bytesOf, utf8Text, withoutByteOrderMark } from "./bytes.ts";
import { isObject, readRows as readJsonLines, shapeOf } from "./json-lines.ts";
import type { ReadRow, RowsFile } from "./reader.ts";

/** JavaScript's texts end at 512 MiB. */
const MAXIMUM_BYTES = 500 * 2 ** 20;

/**
 * One array of objects, or an object in which one array of objects stands. This kind alone is held whole. Many files with
 * this name hold JSON Lines: those whose first line is an object are read as such.
 */
export async function* readRows(file: RowsFile): AsyncGenerator<ReadRow> {
  const text = await wholeText(file);
  const items = itemsOf(text, file.name);
  if (items === null) return yield* readJsonLines(file);
  for (const [index, item] of items.entries()) {
    if (!isObject(item)) {
      throw new FvalidateError(
        "input",
        `${file.name}: ${shapeOf(item)} is item ${index} of its array, where an object with the row's columns belongs.`,
      );
    }
    yield { cells: item, line: null };
  }
}

async function wholeText(file: RowsFile): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytesOf(file)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAXIMUM_BYTES) {
      throw new FvalidateError("input", `${file.name} is larger than ${MAXIMUM_BYTES / 2 ** 20} MiB.`, {
        hint: "Write it as JSON Lines, one object on each line, with the ending .jsonl.",
      });
    }
  }
  return withoutByteOrderMark(utf8Text(Buffer.concat(chunks), `${file.name}:`));
}

/** @returns `null` for what is to be read as JSON Lines */
function itemsOf(text: string, name: string): readonly unknown[] | null {
  if (text.trim() === "") throw new FvalidateError("input", `${name} is empty.`);
  let value: unknown;
  try {
    value = parseLenientJson(text);
  } catch (error) {
    if (isFirstLineAnObject(text)) return null;
    throw new FvalidateError("input", `${name} is not JSON: ${reasonOf(error)}.`, {
      hint: "It may be cut short: get it anew.",
      cause: error,
    });
  }
  if (Array.isArray(value)) return value;
  if (isObject(value)) return onlyArray(value, name);
  throw new FvalidateError("input", `${name} holds ${shapeOf(value)}, where an array of rows belongs.`);
}

function isFirstLineAnObject(text: string): boolean {
  const [first = ""] = text.trimStart().split("\n", 1);
  try {
    return isObject(parseLenientJson(first));
  } catch {
    return false;
  }
}

function onlyArray(object: Readonly<Record<string, Cell>>, name: string): readonly unknown[] | null {
  const arrays = Object.values(object).filter((value) => Array.isArray(value) && value.some(isObject));
  const [only] = arrays;
  if (arrays.length === 1 && Array.isArray(only)) return only;
  throw new FvalidateError(
    "input",
    `${name} holds an object in which ${arrays.length} arrays of rows stand, where one is read. ` +
      `Its keys: ${Object.keys(object).slice(0, 20).join(", ")}.`,
    { hint: "Write the rows as one array, or as JSON Lines with the ending .jsonl." },
  );
}
