import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";
import { type AnyRun, RUN_KINDS, RUN_SCHEMAS } from "./any-run.ts";
import { RUN_SCHEMA } from "./run-parts.ts";

/**
 * Reads a finished run from its folder or its `run.json`.
 * @throws FvalidateError of kind `input` when there is none, or one that this build cannot read.
 */
export async function readRun(path: string): Promise<AnyRun> {
  const file = await fileOf(path);
  return runIn(parse(file, await read(file)), file);
}

/**
 * The run that a `run.json` holds, once it is parsed.
 * @param file its name, for messages
 * @throws FvalidateError of kind `input` for one that this build cannot read
 */
export function runIn(content: unknown, file: string): AnyRun {
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
  const known = RUN_KINDS.find((name) => name === kind);
  if (kind !== undefined && known === undefined) {
    throw new FvalidateError("input", `${file} is a run of the kind ${JSON.stringify(kind) ?? "nothing"}.`, {
      hint: `This version knows ${RUN_KINDS.join(", ")}.`,
    });
  }
  const parsed = RUN_SCHEMAS[known ?? "pi0"].safeParse(content);
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
