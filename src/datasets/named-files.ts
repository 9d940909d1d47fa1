import { posix } from "node:path";
import type { DataRow } from "../contracts/benchmark.ts";
import type { MountedFile } from "./mounted-files.ts";
import type { FileTree } from "./trees/file-tree.ts";
import { leadsOut } from "./trees/folder-tree.ts";
import { pathWithin } from "./trees/safe-path.ts";
import { openZipTree } from "./trees/zip-tree.ts";

/** Where data sets keep what their rows name. */
const USUAL_FOLDERS = ["images", "videos"];

export interface FoundFile {
  readonly tree: FileTree;
  readonly path: string;
}

/** Finds the files that rows name. */
export interface NamedFiles extends AsyncDisposable {
  /**
   * @returns `null` where there is no such file
   * @throws FvalidateError of kind `input` for a path that leads out of the data set
   */
  find(row: DataRow, path: string): Promise<FoundFile | null>;
}

export interface NamedFilesOptions {
  readonly tree: FileTree;
  readonly files: readonly MountedFile[];
  /** Zips that are open already; who opened them closes them. */
  readonly zips: readonly FileTree[];
  /** Paths of further zips in the tree, which are opened when all else has failed. */
  readonly otherZips: () => Promise<readonly string[]>;
  readonly cacheFolder: string;
}

export function namedFiles({ tree, files, zips, otherZips, cacheFolder }: NamedFilesOptions): NamedFiles {
  const mounts = new Map(files.map((file) => [file.name, file]));
  let opened: Promise<FileTree[]> | null = null;
  const openOthers = () => {
    opened ??= otherZips().then((paths) =>
      Promise.all(paths.map(async (path) => openZipTree(await tree.localPath(path), cacheFolder))),
    );
    return opened;
  };
  return {
    async find(row, path) {
      const mount = mounts.get(row.file);
      const own = mount?.tree ?? tree;
      const candidates = candidatePaths(posix.dirname(mount?.path ?? row.file), path);
      // Only what leads out of the tree from everywhere is refused.
      if (candidates.length === 0) throw leadsOut("the data set", path);
      const found = (await findIn(own, candidates)) ?? (own === tree ? null : await findIn(tree, candidates));
      if (found !== null) return found;
      return (await findInZips(zips, candidates)) ?? (await findInZips(await openOthers(), candidates));
    },
    async [Symbol.asyncDispose]() {
      const others = await opened?.catch(() => []);
      await Promise.all((others ?? []).map((zip) => zip[Symbol.asyncDispose]()));
    },
  };
}

function candidatePaths(folder: string, path: string): string[] {
  const own = [pathWithin(folder === "." ? "" : folder, path), pathWithin("", path)];
  if (own.every((candidate) => candidate === null)) return [];
  const name = posix.basename(path.replaceAll("\\", "/"));
  const usual = USUAL_FOLDERS.flatMap((place) => [pathWithin(place, path), `${place}/${name}`]);
  return [...new Set([...own, ...usual].filter((candidate) => candidate !== null))];
}

async function findIn(tree: FileTree, candidates: readonly string[]): Promise<FoundFile | null> {
  for (const path of candidates) {
    const file = await tree.find(path);
    if (file !== null) return { tree, path: file.path };
  }
  return null;
}

/** Zips have folders of their own: a name that only one file in them has is enough. */
async function findInZips(
  zips: readonly FileTree[],
  candidates: readonly string[],
): Promise<FoundFile | null> {
  for (const zip of zips) {
    const found = await findIn(zip, candidates);
    if (found !== null) return found;
  }
  const names = new Set(candidates.map((path) => posix.basename(path)));
  const matches: FoundFile[] = [];
  for (const zip of zips) {
    const files = await zip.list();
    matches.push(
      ...files.filter(({ path }) => names.has(posix.basename(path))).map(({ path }) => ({ tree: zip, path })),
    );
  }
  const [only] = matches;
  return matches.length === 1 && only !== undefined ? only : null;
}
