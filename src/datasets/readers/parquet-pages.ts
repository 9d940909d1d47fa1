import type { ColumnChunk, DataReader, FileMetaData, PageHeader, RowGroup, SchemaTree } from "hyparquet";
import type { ByteSource } from "./byte-source.ts";

type ReadHeader = (reader: DataReader) => PageHeader;
type Column = NonNullable<ColumnChunk["meta_data"]>;

/** Headers are some dozens of bytes, but may hold the least and the greatest value of their page. */
const HEADER_BYTES = 2 ** 14;

/**
 * Checks what the footer says against itself. The library believes each figure that it finds: a damaged one would have it
 * fill the memory or turn in circles.
 * @throws Error that says what does not fit
 */
export function requireSoundFooter({ row_groups, num_rows }: FileMetaData, schema: SchemaTree): void {
  const leaves = leavesOf(schema);
  let rows = 0n;
  for (const group of row_groups) {
    if (group.num_rows < 0n) throw new Error(`a row group has ${group.num_rows} rows`);
    const columns = group.columns.map(({ meta_data }) => meta_data?.path_in_schema.join(".") ?? "");
    if (columns.join("\n") !== leaves.join("\n"))
      throw new Error("the columns of a row group are not those of its schema");
    rows += group.num_rows;
  }
  if (rows !== num_rows) throw new Error(`its row groups hold ${rows} of ${num_rows} rows`);
}

function leavesOf({ children, path }: SchemaTree): string[] {
  return children.length === 0 ? [path.join(".")] : children.flatMap(leavesOf);
}

/**
 * Checks the headers of a row group's pages against its footer, without reading the pages: whether all of them are there,
 * none is larger than it can be, and as many values follow as belong there.
 * @throws Error that names the column and says what does not fit
 */
export async function requireSoundPages(source: ByteSource, { columns, num_rows }: RowGroup): Promise<void> {
  const { parquetHeader } = await import("hyparquet/src/column.js");
  for (const { meta_data: column } of columns) {
    if (column === undefined) throw new Error("a column has no metadata: it may be encrypted");
    const name = column.path_in_schema.join(".");
    const isFlat = column.path_in_schema.length === 1;
    if (column.num_values < num_rows || (isFlat && column.num_values !== num_rows)) {
      throw new Error(`the column ${name} has ${column.num_values} values for ${num_rows} rows`);
    }
    const values = await countValues(source, column, parquetHeader);
    if (values !== Number(column.num_values)) {
      throw new Error(`the column ${name} holds ${values} of ${column.num_values} values`);
    }
  }
}

async function countValues(source: ByteSource, column: Column, readHeader: ReadHeader): Promise<number> {
  let offset = startOf(column);
  const end = offset + Number(column.total_compressed_size);
  if (offset < 0 || end > source.bytes) throw outOf(column, "its pages", "the file");
  let values = 0;
  while (offset < end) {
    const { header, length } = await headerAt(source, offset, end, readHeader);
    offset += length + requireSizes(header, column);
    if (offset > end) throw outOf(column, "a page", "its column");
    values += valuesOf(header, column);
  }
  return values;
}

/** Where a column's first page begins: some writers note 0 for a dictionary that is not there. */
function startOf({ dictionary_page_offset, data_page_offset }: Column): number {
  const dictionary = Number(dictionary_page_offset ?? 0n);
  const data = Number(data_page_offset);
  return dictionary > 0 && dictionary < data ? dictionary : data;
}

async function headerAt(source: ByteSource, start: number, end: number, readHeader: ReadHeader) {
  for (let window = HEADER_BYTES; ; window *= 16) {
    const bytes = await source.read(start, Math.min(end, start + window));
    const reader = { view: new DataView(bytes), offset: 0 };
    try {
      return { header: readHeader(reader), length: reader.offset };
    } catch (error) {
      // It goes on behind the window, or is none.
      if (start + window >= end) throw error;
    }
  }
}

/** @returns the bytes of the page as it is stored */
function requireSizes(header: PageHeader, column: Column): number {
  const { compressed_page_size: stored, uncompressed_page_size: unpacked } = header;
  if (!isWithin(stored, Number(column.total_compressed_size))) throw outOf(column, "a page", "its column");
  if (!isWithin(unpacked, Number(column.total_uncompressed_size)))
    throw outOf(column, "a page", "its column");
  const levels = header.data_page_header_v2;
  if (levels !== undefined) {
    const { definition_levels_byte_length: definition, repetition_levels_byte_length: repetition } = levels;
    const fits = isWithin(definition, stored) && isWithin(repetition, stored - definition);
    if (!fits || !isWithin(levels.num_nulls, levels.num_values)) throw outOf(column, "levels", "their page");
  }
  return stored;
}

function valuesOf(header: PageHeader, column: Column): number {
  const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
  if (!isWithin(values, Number(column.num_values))) throw outOf(column, "values", "their column");
  const entries = header.dictionary_page_header?.num_values ?? 0;
  // No value takes less than a byte there.
  if (!isWithin(entries, header.uncompressed_page_size)) throw outOf(column, "values", "their dictionary");
  return values;
}

function isWithin(value: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maximum;
}

function outOf({ path_in_schema }: Column, what: string, container: string): Error {
  return new Error(`in the column ${path_in_schema.join(".")}, ${what} would not fit into ${container}`);
}
