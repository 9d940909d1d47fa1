import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { byCharacters } from "../glob.ts";
import { reasonOf } from "../reason.ts";
import type { FileTree, TreeFile } from "./file-tree.ts";
import { pathWithin } from "./safe-path.ts";

/** Unpacked by macOS, of no use to anybody. */
const SKIPPED_FOLDERS = new Set(["__MACOSX"]);

/** The files under a folder of this machine. */
export async function openFolderTree(folder: string): Promise<FileTree> {
  const roots = await allowedRoots(folder);
  return {
    name: folder,
    list: async () =>
      (await filesUnder(folder, "", new Set())).toSorted((a, b) => byCharacters(a.path, b.path)),
    async find(path) {
      const plain = pathWithin("", path);
      if (plain === null) throw leadsOut(folder, path);
      const file = join(folder, plain);
      const found = await statOf(file);
      if (found === null || !found.isFile()) return null;
      const real = await realpath(file);
      if (!roots.some((root) => real.startsWith(root))) throw leadsOut(folder, path);
      return { path: plain, bytes: found.size };
    },
    open: async (path) => createReadStream(join(folder, path), { highWaterMark: 2 ** 18 }),
    localPath: async (path) => join(folder, path),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/**
 * Where a symbolic link may lead. The cache of Hugging Face's own tools keeps contents in `blobs`, and `snapshots/<commit>`
 * holds links to them.
 */
async function allowedRoots(folder: string): Promise<string[]> {
  const real = await realpath(folder);
  const roots = [withSeparator(real)];
  const snapshots = dirname(real);
  if (basename(snapshots) === "snapshots") roots.push(join(dirname(snapshots), "blobs") + sep);
  return roots;
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

async function filesUnder(root: string, folder: string, seen: Set<string>): Promise<TreeFile[]> {
  const path = join(root, folder);
  const real = await realpath(path);
  // A link to a folder above would go round for ever.
  if (seen.has(real)) return [];
  seen.add(real);
  const names = (await readdir(path)).filter((name) => !name.startsWith(".") && !SKIPPED_FOLDERS.has(name));
  const files: TreeFile[] = [];
  for (const name of names) {
    const inner = folder === "" ? name : `${folder}/${name}`;
    const found = await statOf(join(root, inner));
    if (found?.isDirectory() === true) files.push(...(await filesUnder(root, inner, seen)));
    else if (found?.isFile() === true) files.push({ path: inner, bytes: found.size });
  }
  return files;
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return null;
    throw new FvalidateError("input", `Cannot read ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}

/** What to say of a path that data name and that lies outside. */
export function leadsOut(tree: string, path: string): FvalidateError {
  return new FvalidateError("input", `The data name the file ${JSON.stringify(path)}, outside of ${tree}.`, {
    hint: "Nothing outside of a data set is read: put the file into its folder, and mend the path.",
  });
}
