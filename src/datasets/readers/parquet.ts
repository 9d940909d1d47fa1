import { open } from "node:fs/promises";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { FvalidateError } from "../../support/errors.ts";
import { reasonOf } from "../reason.ts";
import { type ByteSource, byteSource } from "./byte-source.ts";
import { cellOf, PARQUET_PARSERS, unreadColumns } from "./parquet-cells.ts";
import { parquetCodecs } from "./parquet-codecs.ts";
import { requireSoundFooter, requireSoundPages } from "./parquet-pages.ts";
import type { ReadRow, RowsFile } from "./reader.ts";

/**
 * Rows of a Parquet file, whatever its codec. One row group is in memory at a time: that bounds it, not the file's size.
 */
export async function* readRows(file: RowsFile): AsyncGenerator<ReadRow> {
  const handle = await open(await file.localPath());
  try {
    const source = await byteSource(handle);
    const metadata = await readFooter(source, file.name);
    let rowStart = 0;
    for (const [index, group] of metadata.row_groups.entries()) {
      const rows = await readGroup({ source, metadata, index, rowStart }, `${file.name}, row group ${index}`);
      // Converted one by one: the group's own rows are only views of its pages.
      for (const row of rows) yield { cells: cellsOf(row), line: null };
      rowStart += Number(group.num_rows);
    }
  } finally {
    await handle.close();
  }
}

async function readFooter(source: ByteSource, name: string): Promise<FileMetaData> {
  const { parquetMetadataAsync, parquetSchema } = await import("hyparquet");
  try {
    const options = { parsers: PARQUET_PARSERS, geoparquet: false };
    const metadata = await parquetMetadataAsync(bufferOf(source), options);
    requireSoundFooter(metadata, parquetSchema(metadata));
    requireReadable(metadata);
    return metadata;
  } catch (error) {
    throw unreadable(name, error);
  }
}

function bufferOf({ bytes, read }: ByteSource): AsyncBuffer {
  return { byteLength: bytes, slice: (start, end = bytes) => read(start, end) };
}

function requireReadable(metadata: FileMetaData): void {
  const [unread] = unreadColumns(metadata);
  if (unread === undefined) return;
  throw new FvalidateError("input", `the column ${unread.path} holds ${unread.type}, which is not read`, {
    hint: "Write the column as text or as numbers.",
  });
}

interface Group {
  readonly source: ByteSource;
  readonly metadata: FileMetaData;
  readonly index: number;
  readonly rowStart: number;
}

async function readGroup({ source, metadata, index, rowStart }: Group, where: string) {
  const group = metadata.row_groups[index];
  if (group === undefined || group.num_rows === 0n) return [];
  const { parquetReadObjects } = await import("hyparquet");
  try {
    await requireSoundPages(source, group);
    const rows = await parquetReadObjects({
      file: bufferOf(source),
      metadata,
      rowStart,
      rowEnd: rowStart + Number(group.num_rows),
      compressors: await parquetCodecs(),
      parsers: PARQUET_PARSERS,
      geoparquet: false,
      // Bytes that are not marked as text stay bytes: a picture decoded as text is lost.
      utf8: false,
    });
    if (rows.length !== Number(group.num_rows))
      throw new Error(`it holds ${rows.length} of ${group.num_rows} rows`);
    return rows;
  } catch (error) {
    throw unreadable(where, error);
  }
}

function cellsOf(row: Record<string, unknown>): ReadRow["cells"] {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)]));
}

function unreadable(where: string, error: unknown): FvalidateError {
  const hint = "It may be cut short, encrypted, or be another kind of file: get it anew.";
  return new FvalidateError("input", `${where} cannot be read as Parquet: ${reasonOf(error)}.`, {
    hint: error instanceof FvalidateError && error.hint !== undefined ? error.hint : hint,
    cause: error,
  });
}
