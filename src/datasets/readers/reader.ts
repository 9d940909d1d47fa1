import type { Readable } from "node:stream";
import type { Cell } from "../../contracts/benchmark.ts";

/** A file that holds rows. */
export interface RowsFile {
  /** As messages name it, and by whose end its reader is found. */
  readonly name: string;
  open(): Promise<Readable>;
  /** A file of this machine with the same content. */
  localPath(): Promise<string>;
}

export interface ReadRow {
  readonly cells: Readonly<Record<string, Cell>>;
  /** The line at which it ends, counted from 1; `null` in files without lines. */
  readonly line: number | null;
}

/**
 * Reads one kind of file, row by row, without holding all of it. What cannot be read is an FvalidateError of kind
 * `input` that names the file and the place; rows before it may have been given already.
 */
export type ReadRows = (file: RowsFile) => AsyncIterable<ReadRow>;

export interface Reader {
  readonly kind: string;
  /** With their dots, in lower case. */
  readonly extensions: readonly string[];
  load(): Promise<{ readonly readRows: ReadRows }>;
}
