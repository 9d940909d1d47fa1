import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

/** V8 has no longer strings. */
const LONGEST_BYTES = 512 * 1024 * 1024 - 32;

/**
 * Reads `run.json` of a folder without a look at what it holds; a link is not followed.
 * @throws FvalidateError of kind `input` where it is none that can be read
 */
export async function readRunFile(folder: string): Promise<unknown> {
  const text = await readPlainFile(join(folder, "run.json"));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FvalidateError("input", `run.json is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}

async function readPlainFile(path: string): Promise<string> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const found = await file.stat();
    if (!found.isFile()) throw unreadable("it is not a file");
    if (found.size > LONGEST_BYTES) throw unreadable(`its ${found.size} bytes are more than can be read`);
    return await file.readFile("utf8");
  } catch (error) {
    if (error instanceof FvalidateError) throw error;
    throw unreadable(REASONS[systemCodeOf(error) ?? ""] ?? messageOf(error));
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  ELOOP: "it is a link, and links are not followed",
};

function unreadable(why: string): FvalidateError {
  return new FvalidateError("input", `Cannot read run.json: ${why}.`);
}
