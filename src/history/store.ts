import { Buffer } from "node:buffer";
import { type FileHandle, open, stat } from "node:fs/promises";
import { dirname, extname, join, relative } from "node:path";
import type { HistoryEntry } from "../contracts/history.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";
import { makeFolder } from "../support/make-folder.ts";
import { readLines } from "../support/read-lines.ts";
import { writing } from "../support/write-file.ts";
import { type History, HistoryFold } from "./fold.ts";
import { formatLine } from "./parse-line.ts";

export const HISTORY_FILE = "history.jsonl";

/** Where the history of a path is: the path itself, or `history.jsonl` in it where it is, or reads like, a folder. */
export async function historyFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => /[/\\]$/.test(path) || extname(path) === "",
  );
  return isFolder ? join(path, HISTORY_FILE) : path;
}

/** A run's folder as a record names it: as seen from the history's file. */
export function folderName(file: string, folder: string): string {
  return relative(dirname(file), folder).replaceAll("\\", "/") || ".";
}

/**
 * Reads a history; one that is not there is empty.
 * @throws FvalidateError of kind `input` where it cannot be read
 */
export async function readHistory(file: string): Promise<History> {
  const fold = new HistoryFold(file);
  try {
    for await (const line of readLines(file)) fold.add(line);
  } catch (error) {
    if (systemCodeOf(error) !== "ENOENT") throw unreadable(file, error);
  }
  return fold.finish();
}

function unreadable(file: string, error: unknown): FvalidateError {
  return new FvalidateError("input", `Cannot read the history ${file}: ${messageOf(error)}.`, {
    hint: "Name the file, or the folder that holds history.jsonl, with --history.",
    cause: error,
  });
}

/**
 * Adds entries, each on a line of its own, and waits until the disk has them. Nothing that stands in the file is ever
 * changed. Any number of processes may add at once, without a lock: each line is one write to the end of the file,
 * which the system does as a whole, and is looked for afterwards. A line that was glued to what another process left
 * behind when it was killed, or that a network file system let another write over, is written once more.
 *
 * @throws FvalidateError of kind `output` where the disk is full or the file cannot be written
 */
export async function appendToHistory(file: string, entries: readonly HistoryEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await writing(file, async () => {
    await makeFolder(dirname(file));
    const handle = await open(file, "a+");
    try {
      for (const entry of entries) await appendWhole(handle, formatLine(entry));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

const ATTEMPTS = 20;

async function appendWhole(handle: FileHandle, line: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { size } = await handle.stat();
    const separator = (await endsWithLineFeed(handle, size)) ? "" : "\n";
    await writeAtOnce(handle, Buffer.from(`${separator}${line}\n`));
    if (await holdsLine(handle, line, size)) return;
  }
  throw new Error(`the line was not found again after ${ATTEMPTS} attempts`);
}

/** An empty file needs no separator either. */
async function endsWithLineFeed(handle: FileHandle, size: number): Promise<boolean> {
  return size === 0 || (await readBytes(handle, size - 1, size)).toString("latin1") === "\n";
}

async function writeAtOnce(handle: FileHandle, content: Buffer): Promise<void> {
  const { bytesWritten } = await handle.write(content);
  if (bytesWritten < content.length)
    throw new Error(`only ${bytesWritten} of ${content.length} bytes could be written`);
}

/** Whether the line stands by itself behind what the file held before. */
async function holdsLine(handle: FileHandle, line: string, before: number): Promise<boolean> {
  const { size } = await handle.stat();
  const start = Math.max(0, before - 1);
  const text = (await readBytes(handle, start, size)).toString("utf8");
  return `${start === 0 ? "\n" : ""}${text}`.includes(`\n${line}\n`);
}

async function readBytes(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const content = Buffer.alloc(Math.max(0, end - start));
  let filled = 0;
  while (filled < content.length) {
    const { bytesRead } = await handle.read(content, filled, content.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return content.subarray(0, filled);
}
