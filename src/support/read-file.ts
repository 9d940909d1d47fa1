import { readFile } from "node:fs/promises";
import { FvalidateError, messageOf, systemCodeOf } from "./errors.ts";

/**
 * Reads a file that somebody named.
 * @param what what it should be, for example "the base camera's picture (--base-img)"
 * @throws FvalidateError of kind `input` that names it and says why it cannot be read
 */
export async function readInput(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new FvalidateError("input", `Cannot read ${what} ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const code = systemCodeOf(error);
  if (code === "ENOENT") return "it is not there";
  return code === "EISDIR" ? "it is a folder" : messageOf(error);
}
