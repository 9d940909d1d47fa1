import type { DataRow } from "../contracts/benchmark.ts";
import { FvalidateError } from "../support/errors.ts";
import type { MountedFile } from "./mounted-files.ts";
import { readerOf } from "./readers/index.ts";
import type { ReadRow } from "./readers/reader.ts";

/**
 * The rows of files, one file after the other.
 * @param columns that each row must have
 * @throws FvalidateError of kind `input` for what cannot be read, for a row that lacks a column, and where no row is
 */
export async function* rowsOf(
  files: readonly MountedFile[],
  columns: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<DataRow> {
  let index = 0;
  for (const file of files) {
    let row = 0;
    for await (const read of readFileRows(file)) {
      if (signal.aborted) throw new FvalidateError("interrupted", `Reading ${file.name} was stopped.`);
      requireColumns(read, columns, file.name, row);
      yield { cells: read.cells, file: file.name, index };
      index += 1;
      row += 1;
    }
  }
  if (index > 0) return;
  throw new FvalidateError("input", `No row is in ${files.map(({ name }) => name).join(", ")}.`, {
    hint: "The file may have been emptied, or hold its head alone: get it anew.",
  });
}

async function* readFileRows({ tree, path, name }: MountedFile): AsyncGenerator<ReadRow> {
  const reader = readerOf(name);
  if (reader === null) throw new FvalidateError("input", `${name} is of no kind that is read.`);
  const { readRows } = await reader.load();
  yield* readRows({ name, open: () => tree.open(path), localPath: () => tree.localPath(path) });
}

function requireColumns(
  { cells, line }: ReadRow,
  columns: readonly string[],
  file: string,
  row: number,
): void {
  const missing = columns.filter((column) => !column.split("|").some((name) => Object.hasOwn(cells, name)));
  if (missing.length === 0) return;
  const place = line === null ? `row ${row + 1}` : `row ${row + 1} (line ${line})`;
  const [noun, verb] = missing.length === 1 ? ["column", "is"] : ["columns", "are"];
  throw new FvalidateError(
    "input",
    `${file}, ${place}: the ${noun} ${missing.join(", ")} ${verb} missing. There are ${Object.keys(cells).join(", ")}.`,
    { hint: "Is it this benchmark's data, and the split that has the answers?" },
  );
}
