import { readFile, realpath } from "node:fs/promises";
import { createTwoFilesPatch } from "diff";
import { type GemsStatus, gemsStatus, type PatchRequest, patchSource } from "../../patch/patch-source.ts";
import { firstSyntaxError, parsePython } from "../../patch/syntax.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";
import { forgetOriginal, keepOriginal, notePatch, originalBytes } from "./backup.ts";
import { decodeSource } from "./encoding.ts";
import type { Interpreter } from "./interpreter.ts";
import { lockFile } from "./lock.ts";
import { keepingFolderTimes, replaceFile } from "./replace-file.ts";

/** What a patch does, or would do, to a file. */
export interface FilePatch {
  readonly changed: boolean;
  /** A unified diff; empty when nothing changes. */
  readonly diff: string;
}

/** How flag_gems stands in a file. */
export async function fileStatus(path: string): Promise<GemsStatus> {
  return gemsStatus(decodeSource(await readSource(path), path).text);
}

/**
 * Patches a file, unless `dryRun`. What Python cannot compile, before or after, is refused and left as it is.
 * @param interpreter `null` to rely on the parser alone
 * @throws FvalidateError of kind `input` or `output`; the file is unchanged then
 */
export async function patchFile(
  asGiven: string,
  request: PatchRequest,
  how: { interpreter: Interpreter | null; dryRun: boolean },
): Promise<FilePatch> {
  const path = await resolved(asGiven);
  if (how.dryRun) return (await planned(path, asGiven, request, how.interpreter)).patch;
  return keepingFolderTimes(path, async () => {
    await using _lock = await lockFile(path);
    const { patch, before, after } = await planned(path, asGiven, request, how.interpreter);
    if (!patch.changed) return patch;
    await keepOriginal(path, before);
    await notePatch(path, { before, after });
    await replaceFile(path, after);
    return patch;
  });
}

/** Brings the bytes back from before the first patch. */
export async function restoreFile(asGiven: string): Promise<FilePatch> {
  const path = await resolved(asGiven);
  return keepingFolderTimes(path, async () => {
    await using _lock = await lockFile(path);
    const current = await readSource(path);
    const original = await originalBytes(path, current);
    const changed = Buffer.compare(current, original) !== 0;
    if (changed) await replaceFile(path, original);
    await forgetOriginal(path);
    return { changed, diff: "" };
  });
}

async function planned(path: string, name: string, request: PatchRequest, interpreter: Interpreter | null) {
  const before = await readSource(path);
  const source = decodeSource(before, name);
  await requireParses(before, { name, text: source.text, interpreter });
  const text = patchSource(source.text, request, name);
  const after = source.encode(text);
  const changed = text !== source.text;
  const problem = changed && interpreter !== null ? await interpreter.problemWith(after, name) : null;
  if (problem !== null) {
    throw new FvalidateError(
      "input",
      `The patched file would not compile, so it was left alone: ${problem}.`,
      {
        hint: "This is a fault of the patcher: please report the lines around that place.",
      },
    );
  }
  const diff = changed ? createTwoFilesPatch(name, name, source.text, text, "before", "after") : "";
  return { before, after, patch: { changed, diff } };
}

/** Python decides where there is one; the parser, which knows less of the language, only without. */
async function requireParses(
  bytes: Uint8Array,
  { name, text, interpreter }: { name: string; text: string; interpreter: Interpreter | null },
): Promise<void> {
  if (interpreter !== null) {
    const problem = await interpreter.problemWith(bytes, name);
    if (problem !== null)
      throw new FvalidateError("input", `It does not compile before it is patched: ${problem}.`);
    return;
  }
  const offset = firstSyntaxError(parsePython(text.replace(/^\uFEFF/, "")));
  if (offset === null) return;
  const line = text.slice(0, offset).split(/\r\n|\r|\n/).length;
  throw new FvalidateError("input", `${name}:${line}: cannot be parsed, and no Python is there to ask.`, {
    hint: "Name an interpreter with --python.",
  });
}

async function resolved(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readSource(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): FvalidateError {
  const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
  return new FvalidateError("input", `Cannot read ${path}: ${reason}.`, { cause: error });
}
