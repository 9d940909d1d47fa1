import { Readable } from "node:stream";
import type { Info } from "csv-parse";
import { FvalidateError } from "../../support/errors.ts";
import { reasonOf } from "../reason.ts";
import { utf8BytesOf } from "./bytes.ts";
import type { ReadRow, ReadRows, RowsFile } from "./reader.ts";

/** Pictures stand in cells as base64; a quote that is never closed takes all that follows. */
const MAXIMUM_ROW_CHARACTERS = 256 * 2 ** 20;

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Info;
}

/**
 * Rows of text, as RFC 4180 and Python's `csv` write them: the first one names the columns, cells in double quotes may
 * hold delimiters, doubled quotes and line ends. All cells are strings, the empty ones too.
 */
export function delimitedReader(delimiter: string): ReadRows {
  return async function* readRows(file: RowsFile): AsyncGenerator<ReadRow> {
    const { parse } = await import("csv-parse");
    const parser = parse({
      delimiter,
      bom: true,
      columns: (header: string[]) => columnsOf(header, file.name),
      info: true,
      skip_empty_lines: true,
      // As Python does: a quote within a cell that does not begin with one is a character like any other.
      relax_quotes: true,
      max_record_size: MAXIMUM_ROW_CHARACTERS,
    });
    const source = Readable.from(utf8BytesOf(file), { objectMode: false });
    source.on("error", (error) => parser.destroy(error));
    source.pipe(parser);
    try {
      for await (const { record, info } of parser as AsyncIterable<Parsed>) {
        yield { cells: record, line: info.lines };
      }
    } catch (error) {
      throw error instanceof FvalidateError ? error : badRow(file.name, error);
    } finally {
      source.destroy();
      parser.destroy();
    }
  };
}

function columnsOf(header: readonly string[], name: string): string[] {
  const twice = header.find((column, index) => header.indexOf(column) !== index);
  if (twice === undefined) return [...header];
  throw new FvalidateError("input", `${name} has two columns named ${JSON.stringify(twice)}.`);
}

function badRow(name: string, error: unknown): FvalidateError {
  return new FvalidateError("input", `${name}: ${reasonOf(error)}.`, {
    hint: "The file may be cut short there, or its cells may need quotes around them.",
    cause: error,
  });
}
