import type { z } from "zod";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { readLines } from "../../support/read-lines.ts";
import { readText } from "./text.ts";

const MEBIBYTE = 2 ** 20;
const LONGEST_LINE = 128 * MEBIBYTE;

/**
 * Reads a whole JSON file as Python writes it (`NaN` and `Infinity` may stand as numbers).
 *
 * @param what what it should be: "results of lm-evaluation-harness"
 * @throws FvalidateError of kind `input` with the file and the place that is wrong
 */
export async function readJson(path: string, what: string): Promise<unknown> {
  const text = withoutMark(await readText(path, what));
  if (text.trim() === "") throw new FvalidateError("input", `${path} is empty; it should hold ${what}.`);
  try {
    return parseLenientJson(text);
  } catch (error) {
    throw new FvalidateError("input", `${path} is not JSON: ${messageOf(error)}.`, {
      hint: "The program that wrote it may have been stopped.",
      cause: error,
    });
  }
}

/** One value of a JSON Lines file. */
export interface JsonLine {
  readonly value: unknown;
  /** For messages: the file and the line, counted from 1. */
  readonly place: string;
}

/**
 * Reads a JSON Lines file line by line. Blank lines are passed over.
 *
 * @throws FvalidateError of kind `input` with file and line of what is no JSON, or longer than any sample
 */
export async function* readJsonLines(path: string): AsyncGenerator<JsonLine> {
  let number = 0;
  for await (const { text, isEnded } of readLines(path, WHOLE, LONGEST_LINE)) {
    number += 1;
    const line = number === 1 ? withoutMark(text) : text;
    if (line.trim() === "") continue;
    const place = `${path}:${number}`;
    yield { value: parsedLine(line, place, isEnded), place };
  }
}

const WHOLE = { start: 0, end: Number.POSITIVE_INFINITY };

function parsedLine(line: string, place: string, isEnded: boolean): unknown {
  try {
    return parseLenientJson(line);
  } catch (error) {
    throw new FvalidateError("input", `${place} is not JSON: ${messageOf(error)}.`, {
      ...(!isEnded && { hint: "The file ends within this line: what wrote it may have been stopped." }),
      cause: error,
    });
  }
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/**
 * A value of the shape that an importer reads.
 *
 * @param place the file, or file and line
 * @throws FvalidateError of kind `input` with the place, the first key that is wrong, and what was found there
 */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  place: string,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new FvalidateError("input", `${place}: ${key}${issue?.message ?? "not of the shape it should have"}`);
}

/** Whether a value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
