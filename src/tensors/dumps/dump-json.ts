import { readFile, stat } from "node:fs/promises";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { parseLenientJson } from "../../support/lenient-json.ts";
import { cannotRead } from "../npy-file.ts";

/** A dump of 100,000 calls takes less. */
const LONGEST = 2 ** 27;
const DUMP_AGAIN = "Dump again, or copy the file again.";

/**
 * Reads a JSON file of a dump; `NaN` and `Infinity` may stand in it, as Python writes them.
 * @throws FvalidateError of kind `input` that names the file
 */
export async function readDumpJson(path: string): Promise<unknown> {
  try {
    const { size } = await stat(path);
    if (size > LONGEST) {
      throw new FvalidateError("input", `it takes ${size} bytes; ${LONGEST} are read`, {
        hint: "Dump fewer steps or fewer modules.",
      });
    }
    return parseLenientJson(decoded(await readFile(path)));
  } catch (error) {
    const isKnown = error instanceof FvalidateError;
    throw cannotRead(path, isKnown ? error : new FvalidateError("input", messageOf(error)), DUMP_AGAIN);
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FvalidateError("input", "it is not UTF-8");
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a text names a file in its folder and leads nowhere else. */
export function isPlainFileName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\\\p{Cc}]/u.test(name);
}
