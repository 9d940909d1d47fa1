import { lstat, readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

/** A folder that may hold a run. */
export interface FoundFolder {
  /** Its name in the reports folder, a part's behind its suite's with a slash; nothing else is ever looked up by what a request names. */
  readonly name: string;
  readonly path: string;
  /** Changes whenever `run.json` is written; `null` where there is none to read. */
  readonly stamp: string | null;
  /** Why there is none. */
  readonly problem: string | null;
  /** Nothing of what it leads to is read. */
  readonly isLink: boolean;
  readonly modifiedAt: Date;
}

/** Where runs are looked for. */
export interface ReportsFolder {
  /** Without links on the way. */
  readonly path: string;
  /** The one run that is shown; `null` for all that are there. */
  readonly only: string | null;
}

/**
 * The folder to serve, once every link on the way to it is followed.
 * @throws FvalidateError of kind `input` where there is none
 */
export async function openReportsFolder(path: string, only: string | null = null): Promise<ReportsFolder> {
  try {
    const real = await realpath(path);
    if ((await lstat(real)).isDirectory()) return { path: real, only };
  } catch (error) {
    const why = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
    throw noFolder(path, why, error);
  }
  throw noFolder(path, "it is not a folder");
}

function noFolder(path: string, why: string, cause?: unknown): FvalidateError {
  return new FvalidateError("input", `Cannot read the reports folder ${path}: ${why}.`, {
    hint: "Name the folder that holds the runs' folders with --reports.",
    cause,
  });
}

/**
 * What is there now, in no order: each folder, and the folders in one that have a `run.json` of their own, as the parts
 * of a suite's run do. A link is named and not followed: it may lead anywhere.
 */
export async function foldersIn({ path, only }: ReportsFolder): Promise<FoundFolder[]> {
  const names = (await candidatesIn(path)).filter((name) => only === null || name === only);
  const found = await Promise.all(names.map((name) => lookInto(name, join(path, name))));
  const folders = found.filter((folder) => folder !== null);
  const parts = await Promise.all(folders.map(partsOf));
  return [...folders, ...parts.flat()];
}

async function candidatesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  return folders.map(({ name }) => name).filter((name) => !name.startsWith("."));
}

/** What a run of one pair of arms keeps in folders is no run. */
const KEPT_FOLDERS = new Set(["capsule", "tensors", "journal"]);

async function partsOf({ name, path, stamp }: FoundFolder): Promise<FoundFolder[]> {
  if (stamp === null) return [];
  const names = (await candidatesIn(path).catch(() => [])).filter((part) => !KEPT_FOLDERS.has(part));
  const found = await Promise.all(names.map((part) => lookInto(`${name}/${part}`, join(path, part))));
  return found.filter((part) => part !== null).filter(({ stamp: ofPart }) => ofPart !== null);
}

/** `null` for one that went away in the meantime. */
async function lookInto(name: string, path: string): Promise<FoundFolder | null> {
  try {
    const folder = await lstat(path);
    const head = { name, path, modifiedAt: folder.mtime, stamp: null, isLink: folder.isSymbolicLink() };
    if (head.isLink) return { ...head, problem: "It is a link, and links are not followed." };
    const file = await lstat(join(path, "run.json"), { bigint: true }).catch(noFile);
    if (file === null)
      return { ...head, problem: "It has no run.json: the run is still going on, was killed, or is none." };
    if (!file.isFile()) return { ...head, problem: "Its run.json is not a file of its own." };
    const stamp = `${file.ino}-${file.size}-${file.mtimeNs}`;
    return { ...head, modifiedAt: file.mtime, stamp, problem: null };
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return null;
    const problem = `It cannot be read: ${messageOf(error)}.`;
    return { name, path, modifiedAt: new Date(0), stamp: null, isLink: false, problem };
  }
}

function noFile(error: unknown): null {
  if (systemCodeOf(error) === "ENOENT") return null;
  throw error;
}
