import { stat } from "node:fs/promises";
import { FvalidateError } from "../../support/errors.ts";
import { readInput } from "../../support/read-file.ts";

/** Below the longest text that this engine can hold. */
const LARGEST_FILE = 400 * 2 ** 20;

/**
 * Reads a whole text file.
 *
 * @param what what it should be: "OpenCompass's summary"
 * @throws FvalidateError of kind `input` with the file, where it cannot be read or is too large
 */
export async function readText(path: string, what: string): Promise<string> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_FILE)
    throw new FvalidateError(
      "input",
      `${path} has ${size} bytes; at most ${LARGEST_FILE} are read of ${what}.`,
    );
  return Buffer.from(await readInput(path, what)).toString("utf8");
}
