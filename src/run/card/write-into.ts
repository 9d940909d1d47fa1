import { chmod, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { FvalidateError } from "../../support/errors.ts";
import { readInput } from "../../support/read-file.ts";
import { writing } from "../../support/write-file.ts";
import { BEGIN_MARKER, END_MARKER, withSection } from "./marked-section.ts";

/** Whether the file had to be changed. */
export interface WrittenInto {
  /** The file itself, where the name was a link to it. */
  readonly path: string;
  readonly changes: boolean;
}

/**
 * Puts a section between the markers of a file and touches nothing else: not its byte order mark, its line breaks, its
 * permissions or a link that leads to it. The file is there whole at any time; one that holds the section already is
 * left alone.
 * @param check changes nothing, only says whether it would
 * @throws FvalidateError of kind `input` for a file that cannot be read or lacks the markers, `output` for one that cannot
 * be written
 */
export async function writeInto(path: string, section: string, check: boolean): Promise<WrittenInto> {
  const before = textOf(await readMarked(path), path);
  const after = withSection(before, section, path);
  const changes = after !== before;
  const file = await realpath(path);
  if (changes && !check) await replace(file, after);
  return { path: file, changes };
}

async function readMarked(path: string): Promise<Uint8Array> {
  try {
    return await readInput(path, "the card (--into)");
  } catch (error) {
    if (!(error instanceof FvalidateError)) throw error;
    throw new FvalidateError("input", error.message, {
      hint: `It must be a Markdown file with the lines ${BEGIN_MARKER} and ${END_MARKER}.`,
      cause: error,
    });
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FvalidateError("input", `${path} is no text in UTF-8.`, { cause: error });
  }
}

async function replace(path: string, text: string): Promise<void> {
  await writing(path, async () => {
    const temporary = `${path}.${process.pid}.partial`;
    const { mode } = await stat(path);
    try {
      await writeFile(temporary, text);
      await chmod(temporary, mode & 0o7777);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}
