import type { DataRow, DataSource } from "../contracts/benchmark.ts";
import { disposeAll } from "../support/dispose.ts";
import { FvalidateError } from "../support/errors.ts";
import { sha256 } from "../support/hash.ts";
import { type Choice, patternSets } from "./choose-files.ts";
import type { DataFile, DataSet, DataSetOptions } from "./data-set.ts";
import { mountFiles } from "./mounted-files.ts";
import { namedFiles } from "./named-files.ts";
import { rowsOf } from "./rows.ts";
import type { FileTree } from "./trees/file-tree.ts";
import { readWhole } from "./trees/read-whole.ts";

/** No model takes a larger one. */
const MAXIMUM_PICTURE_BYTES = 256 * 2 ** 20;

export interface DataSetParts {
  readonly tree: FileTree;
  readonly choice: Choice;
  /** Those of the choice, with their hashes. */
  readonly files: readonly DataFile[];
  readonly source: DataSource;
  readonly options: DataSetOptions;
  /** Zips in the tree that may hold what rows name, to be opened only where all else has failed. */
  readonly otherZips: () => Promise<readonly string[]>;
  /** Where the data are from, for the description. */
  readonly place: string;
  /** Whether the place names one state of the data for ever, as a commit does. */
  readonly isPinned?: boolean;
}

/** Puts a data set together from the files that hold its rows and the tree in which they lie. Closes the tree with it. */
export async function composeDataSet(parts: DataSetParts): Promise<DataSet> {
  const { tree, choice, files, source, options } = parts;
  const mounted = await mountFiles(tree, choice, patternSets(source), options.cacheFolder);
  const named = namedFiles({
    tree,
    files: mounted.files,
    zips: mounted.zips,
    otherZips: parts.otherZips,
    cacheFolder: options.cacheFolder,
  });
  return {
    description: descriptionOf(parts),
    notes: mounted.notes,
    files,
    published: source.rows,
    rows: () => rowsOf(mounted.files, source.columns, options.signal),
    async readFile(row, path) {
      const found = await named.find(row, path);
      if (found === null) throw notThere(row, path);
      return readWhole(await found.tree.open(found.path), `${row.file}: ${path}`, MAXIMUM_PICTURE_BYTES);
    },
    async localPath(row, path) {
      const found = await named.find(row, path);
      return found === null ? null : found.tree.localPath(found.path);
    },
    [Symbol.asyncDispose]: () => disposeAll([tree, ...mounted.zips, named]),
  };
}

function descriptionOf({ files, place, isPinned }: DataSetParts): string {
  if (isPinned === true)
    return files.length === 1 ? `${place}, ${files[0]?.path}` : `${place}, ${files.length} files`;
  const [only] = files;
  if (files.length === 1 && only !== undefined) return `${place} (sha256 ${only.sha256.slice(0, 16)})`;
  const all = sha256(files.map((file) => `${file.sha256}  ${file.path}\n`).join(""));
  return `${place}, ${files.length} files (sha256 of their sums ${all.slice(0, 16)})`;
}

function notThere(row: DataRow, path: string): FvalidateError {
  return new FvalidateError(
    "input",
    `${row.file}, row ${row.index + 1} names the file ${path}, which is not there.`,
    {
      hint: "It is looked for beside the row's file, in the data set's folder, in images/ there, and in zips beside them.",
    },
  );
}
