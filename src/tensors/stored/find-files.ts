import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { withinFolder } from "./within-folder.ts";

export interface FoundFiles {
  /** Paths within the folder, with `/` between their parts, sorted by their characters. */
  readonly files: readonly string[];
  /** Links that were not followed, each with the reason. */
  readonly notes: readonly string[];
}

/** Unpacked by macOS, of no use to anybody. */
const SKIPPED_FOLDERS = new Set(["__MACOSX"]);

/**
 * All files in a folder and in the folders in it, but for hidden ones. Links to files are followed as long as they stay
 * within the folder; those to folders are not, for what is there is found anyway.
 */
export async function findFiles(folder: string): Promise<FoundFiles> {
  const search = {
    folder,
    isWithin: await withinFolder(folder),
    files: [] as string[],
    notes: [] as string[],
  };
  await searchFolder(search, "");
  return { files: search.files.toSorted(byCharacters), notes: search.notes.toSorted(byCharacters) };
}

/** The same order on every machine, whatever its language. */
export function byCharacters(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface Search {
  readonly folder: string;
  readonly isWithin: (realPath: string) => boolean;
  readonly files: string[];
  readonly notes: string[];
}

async function searchFolder(search: Search, within: string): Promise<void> {
  for (const entry of await readdir(join(search.folder, within), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || SKIPPED_FOLDERS.has(entry.name)) continue;
    const path = within === "" ? entry.name : `${within}/${entry.name}`;
    if (entry.isDirectory()) await searchFolder(search, path);
    else await searchOther(search, path, entry);
  }
}

async function searchOther(search: Search, path: string, entry: Dirent): Promise<void> {
  const problem = entry.isSymbolicLink() ? await problemOfLink(search, path) : null;
  if (problem !== null) search.notes.push(`${path} was left out: ${problem}`);
  else if (entry.isFile() || entry.isSymbolicLink()) search.files.push(path);
  else search.notes.push(`${path} was left out: it is no regular file`);
}

async function problemOfLink({ folder, isWithin }: Search, path: string): Promise<string | null> {
  try {
    const real = await realpath(join(folder, path));
    if (!isWithin(real)) return "it is a link that leads out of the folder";
    return (await stat(real)).isFile() ? null : "it is a link, and not to a file";
  } catch {
    return "it is a link that leads nowhere";
  }
}
