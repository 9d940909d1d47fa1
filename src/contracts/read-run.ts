import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";
import { type AnyResult, type AnyRun, RESULT_KINDS, RESULT_SCHEMAS } from "./any-run.ts";
import { RUN_SCHEMA } from "./run-parts.ts";

/**
 * Reads a finished run of one pair of arms from its folder or its `run.json`.
 * @throws FvalidateError of kind `input` when there is none, one that this build cannot read, or a whole suite's.
 */
export async function readRun(path: string): Promise<AnyRun> {
  return oneRun(await readResult(path), path);
}

/**
 * Reads what a `run.json` holds, a run or a whole suite's, from its folder or the file itself.
 * @throws FvalidateError of kind `input` when there is none, or one that this build cannot read.
 */
export async function readResult(path: string): Promise<AnyResult> {
  const file = await fileOf(path);
  return resultIn(parse(file, await read(file)), file);
}

function oneRun(result: AnyResult, name: string): AnyRun {
  if (result.kind !== "suite") return result;
  const folders = result.parts.flatMap(({ folder }) => folder ?? []);
  throw new FvalidateError("input", `${name} is the run of a whole suite, of several pairs of arms.`, {
    hint: `Name one of its parts, a folder in it: ${folders.join(", ") || "there is none yet"}.`,
  });
}

/**
 * What a `run.json` holds, once it is parsed.
 * @param file its name, for messages
 * @throws FvalidateError of kind `input` for one that this build cannot read
 */
export function resultIn(content: unknown, file: string): AnyResult {
  const { schema, kind } = headOf(content);
  if (schema !== RUN_SCHEMA) {
    throw new FvalidateError(
      "input",
      `${file} has the schema ${JSON.stringify(schema) ?? "nothing"}, not "${RUN_SCHEMA}".`,
      {
        hint: "It is not a run's result, or one of another version of fvalidate.",
      },
    );
  }
  // Without a kind it may still be half of a result: its schema says what is missing.
  const known = RESULT_KINDS.find((name) => name === kind);
  if (kind !== undefined && known === undefined) {
    throw new FvalidateError("input", `${file} is a run of the kind ${JSON.stringify(kind) ?? "nothing"}.`, {
      hint: `This version knows ${RESULT_KINDS.join(", ")}.`,
    });
  }
  const parsed = RESULT_SCHEMAS[known ?? "pi0"].safeParse(content);
  if (parsed.success) return parsed.data;
  throw new FvalidateError("input", `${file} is not a whole run result:\n${z.prettifyError(parsed.error)}`);
}

function headOf(content: unknown): { schema?: unknown; kind?: unknown } {
  return typeof content === "object" && content !== null ? content : {};
}

async function fileOf(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? join(path, "run.json") : path;
  } catch (error) {
    throw missing(path, error);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw missing(file, error);
  }
}

function missing(path: string, error: unknown): FvalidateError {
  const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
  return new FvalidateError("input", `Cannot read the run ${path}: ${reason}.`, {
    hint: "Name a run's folder, such as reports/pi0-…, or its run.json.",
    cause: error,
  });
}

function parse(file: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new FvalidateError("input", `${file} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
