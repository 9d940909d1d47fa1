import { type FileHandle, open, stat } from "node:fs/promises";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";

/** A file that can be read at any position. */
export interface FileReader {
  readonly size: number;
  /**
   * Reads bytes from `position` on, up to the file's end.
   * @throws FvalidateError of kind `input`
   */
  read(position: number, length: number): Promise<Uint8Array>;
}

/**
 * Lets `use` read a regular file, and closes it.
 * @throws FvalidateError of kind `input`, a clause without the file's name, for what is missing, no regular file,
 *   not readable, or too large for the memory
 */
export async function readingFile<Value>(
  path: string,
  use: (reader: FileReader) => Promise<Value>,
): Promise<Value> {
  try {
    // Asked before opening, because opening a pipe waits for its writer.
    const { size } = await regularFile(path);
    await using file = await open(path, "r");
    return await use({ size, read: (position, length) => readRange(file, position, length) });
  } catch (error) {
    if (error instanceof FvalidateError) throw error;
    throw new FvalidateError("input", reasonOf(error), { cause: error });
  }
}

async function regularFile(path: string): Promise<{ size: number }> {
  const found = await stat(path);
  if (found.isDirectory()) throw new FvalidateError("input", "it is a folder");
  if (found.isFile()) return found;
  throw new FvalidateError("input", "it is not a regular file but a pipe, a socket or a device", {
    hint: "Write the data to a file first.",
  });
}

/** Node refuses to read more than 2 GiB in one call. */
const PIECE = 2 ** 30;

async function readRange(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = allocate(length);
  let filled = 0;
  while (filled < length) {
    const piece = Math.min(PIECE, length - filled);
    const { bytesRead } = await file.read(bytes, filled, piece, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

function allocate(length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw new FvalidateError("input", `its ${length} bytes do not fit into memory`, {
      hint: "Split it along its first axis and compare the parts.",
      cause: error,
    });
  }
}

/** Why the system refused a file: a clause. */
export function reasonOf(error: unknown): string {
  const code = systemCodeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") return "it is not there";
  return code === "EACCES" || code === "EPERM" ? "there is no permission to read it" : messageOf(error);
}

/**
 * Puts the file's name before a problem, which the deeper levels do not know.
 * @param error anything; what is no FvalidateError stays as it is
 * @param hint for problems without one of their own
 */
export function cannotRead(name: string, error: unknown, hint: string): unknown {
  if (!(error instanceof FvalidateError)) return error;
  return new FvalidateError(error.kind, `Cannot read ${name}: ${error.message}.`, {
    hint: error.hint ?? hint,
    cause: error.cause,
  });
}
