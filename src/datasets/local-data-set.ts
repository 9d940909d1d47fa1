import { readdir, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { DataSource } from "../contracts/benchmark.ts";
import { FvalidateError, systemCodeOf } from "../support/errors.ts";
import { type Choice, chooseFiles, isZip, patternSets } from "./choose-files.ts";
import { composeDataSet } from "./compose-data-set.ts";
import type { DataFile, DataSet, DataSetOptions } from "./data-set.ts";
import { hashesOf } from "./file-hash.ts";
import { readableExtensions, readerOf } from "./readers/index.ts";
import { reasonOf } from "./reason.ts";
import { openFolderTree } from "./trees/folder-tree.ts";

/**
 * Opens a file, folder or zip of this machine.
 * @throws FvalidateError of kind `input` where nothing there can be read
 */
export async function openLocalDataSet(
  source: DataSource,
  path: string,
  options: DataSetOptions,
): Promise<DataSet> {
  const place = resolve(path);
  const isFolder = (await statOf(place, path)).isDirectory();
  const folder = isFolder ? place : dirname(place);
  const tree = await openFolderTree(folder);
  const choice = isFolder
    ? chooseFiles(
        (await tree.list()).map((file) => file.path),
        patternSets(source),
        path,
      )
    : onlyFile(basename(place), path);
  const files: DataFile[] = [];
  for (const chosen of choice.paths) {
    const file = resolve(folder, chosen);
    const { size } = await stat(file);
    const { sha256 } = await hashesOf(file, { signal: options.signal });
    files.push({ path: chosen, bytes: size, sha256 });
  }
  const kind = isFolder ? "folder" : "file";
  // Not those in folders below: beside a file may lie anything, a home folder too. A zip is complete in itself.
  const otherZips = async () => (isZip(place) ? [] : (await readdir(folder)).filter(isZip));
  return composeDataSet({
    tree,
    choice,
    files,
    source,
    options,
    otherZips,
    place: `${kind} ${basename(place)}`,
  });
}

async function statOf(place: string, path: string) {
  try {
    return await stat(place);
  } catch (error) {
    const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : reasonOf(error);
    throw new FvalidateError("input", `Cannot read the data set ${path}: ${reason}.`, { cause: error });
  }
}

function onlyFile(name: string, path: string): Choice {
  if (readerOf(name) !== null || isZip(name)) return { paths: [name], notes: [] };
  throw new FvalidateError("input", `The data set ${path} is of no kind that is read.`, {
    hint: `Files with these endings are read: ${readableExtensions().join(" ")}`,
  });
}
