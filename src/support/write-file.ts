import { rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { FvalidateError, messageOf } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes a file so that it is there whole or not at all, and makes its folder where there is none.
 * @throws FvalidateError of kind `output`.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writing(path, async () => {
    await makeFolder(dirname(path));
    const temporary = `${path}.partial`;
    try {
      await writeFile(temporary, content);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/** Turns any failure to write into an error that names the path and says what to do. */
export async function writing<Value>(path: string, write: () => Promise<Value>): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof FvalidateError) throw error;
    throw new FvalidateError("output", `Cannot write ${path}: ${messageOf(error)}.`, {
      hint: "Check the permissions and the free space; runs can be written elsewhere with --output-path.",
      cause: error,
    });
  }
}
