import { type FileHandle, open } from "node:fs/promises";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { cellOf, PARQUET_PARSERS, unreadColumns } from "./parquet-cells.ts";
import type { ReadRow, RowsFile } from "./reader.ts";

/**
 * Rows of a Parquet file, whatever its codec. One row group is in memory at a time: that bounds it, not the file's size.
 */
export async function* readRows(file: RowsFile): AsyncGenerator<ReadRow> {
  const handle = await open(await file.localPath());
  try {
    const buffer = await bufferOf(handle);
    const metadata = await metadataOf(buffer, file.name);
    requireReadable(metadata, file.name);
    let rowStart = 0;
    for (const [index, group] of metadata.row_groups.entries()) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await readGroup(
        { buffer, metadata, rowStart, rowEnd },
        `${file.name}, row group ${index}`,
      );
      // Converted one by one: the group's own rows are only views of its pages.
      for (const row of rows) yield { cells: cellsOf(row), line: null };
      rowStart = rowEnd;
    }
  } finally {
    await handle.close();
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size } = await handle.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      let read = 0;
      while (read < bytes.length) {
        const { bytesRead } = await handle.read(bytes, read, bytes.length - read, start + read);
        if (bytesRead === 0) throw new Error(`it ends at byte ${size}, within data that should follow`);
        read += bytesRead;
      }
      return bytes.buffer;
    },
  };
}

async function metadataOf(buffer: AsyncBuffer, name: string): Promise<FileMetaData> {
  const { parquetMetadataAsync } = await import("hyparquet");
  try {
    return await parquetMetadataAsync(buffer, { parsers: PARQUET_PARSERS, geoparquet: false });
  } catch (error) {
    throw notWhole(name, error);
  }
}

function requireReadable(metadata: FileMetaData, name: string): void {
  const [unread] = unreadColumns(metadata);
  if (unread === undefined) return;
  throw new FvalidateError(
    "input",
    `${name}: the column ${unread.path} holds ${unread.type}, which is not read.`,
    {
      hint: "Write the column as text or as numbers.",
    },
  );
}

interface Group {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly rowStart: number;
  readonly rowEnd: number;
}

async function readGroup({ buffer, metadata, rowStart, rowEnd }: Group, where: string) {
  if (rowStart === rowEnd) return [];
  const { parquetReadObjects } = await import("hyparquet");
  const { compressors } = await import("hyparquet-compressors");
  try {
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      parsers: PARQUET_PARSERS,
      geoparquet: false,
      // Bytes that are not marked as text stay bytes: a picture decoded as text is lost.
      utf8: false,
    });
    requireAll(rows, rowEnd - rowStart);
    return rows;
  } catch (error) {
    throw notWhole(where, error);
  }
}

/** A page that is cut leaves holes: the values that are absent, which nulls are not. */
function requireAll(rows: readonly Record<string, unknown>[], count: number): void {
  if (rows.length !== count) throw new Error(`it holds ${rows.length} of ${count} rows`);
}

function cellsOf(row: Record<string, unknown>): ReadRow["cells"] {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)]));
}

function notWhole(where: string, error: unknown): FvalidateError {
  return new FvalidateError("input", `${where} cannot be read as Parquet: ${messageOf(error)}.`, {
    hint: "It may be cut short, encrypted, or be another kind of file: get it anew.",
    cause: error,
  });
}
