import { posix } from "node:path";
import { disposeAll } from "../support/dispose.ts";
import { type Choice, chooseFiles, isZip, type Patterns, patternsWithinZips } from "./choose-files.ts";
import { readerOf } from "./readers/index.ts";
import type { FileTree } from "./trees/file-tree.ts";
import { openZipTree } from "./trees/zip-tree.ts";

/** A file that holds rows, where it lies and how messages and rows name it. */
export interface MountedFile {
  readonly tree: FileTree;
  /** In its tree. */
  readonly path: string;
  /** In the data set: a zip's path stands before the paths of what it holds. */
  readonly name: string;
}

export interface MountedFiles {
  readonly files: readonly MountedFile[];
  /** Zips that were opened for them, and zips that hold what the rows name. */
  readonly zips: readonly FileTree[];
  readonly notes: readonly string[];
}

/**
 * The files that hold the rows. Zips that were chosen alone are read as folders; beside files with rows they hold what the
 * rows name.
 */
export async function mountFiles(
  tree: FileTree,
  choice: Choice,
  sets: readonly Patterns[],
  cacheFolder: string,
): Promise<MountedFiles> {
  const plain = choice.paths.filter((path) => readerOf(path) !== null);
  const zips: FileTree[] = [];
  const files: MountedFile[] = plain.map((path) => ({ tree, path, name: path }));
  const notes = [...choice.notes];
  try {
    for (const path of choice.paths.filter(isZip)) {
      const zip = await openZipTree(await tree.localPath(path), cacheFolder);
      zips.push(zip);
      if (plain.length > 0) continue;
      const inner = chooseFiles(
        (await zip.list()).map((file) => file.path),
        patternsWithinZips(sets),
        zip.name,
      );
      notes.push(...inner.notes);
      const names = inner.paths.filter((name) => readerOf(name) !== null);
      files.push(...names.map((name) => ({ tree: zip, path: name, name: posix.join(path, name) })));
    }
  } catch (error) {
    await disposeAll(zips);
    throw error;
  }
  return { files, zips, notes };
}
