import { type Options, stringify } from "csv-stringify/sync";

/** A figure that was printed by this program in a form of its own, such as `-1.40%`; never somebody else's text. */
export interface PrintedFigure {
  readonly figure: string;
}

export type CsvCell = string | number | null | PrintedFigure;

/** Lines of comma-separated values, all as long as the header. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return csvLines([header, ...rows]);
}

/** The same without a header, for a text that is put together of parts. */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map(lineOf).join("");
}

/** The library takes 15 microseconds for a line, so the many that need nothing of it are spared the way. */
function lineOf(row: readonly CsvCell[]): string {
  return row.every(isPlain) ? `${row.join(",")}\n` : stringify([row], OPTIONS);
}

function isPlain(cell: CsvCell): boolean {
  if (typeof cell === "string") return PLAIN.test(cell);
  return cell === null || typeof cell === "number";
}

/** What needs no quotes and starts no formula. */
const PLAIN = /^(?:[\p{L}\p{N}][^",\r\n]*)?$/u;

const OPTIONS: Options = {
  // A spreadsheet must not run a label that begins with "=".
  escape_formulas: true,
  cast: {
    number: (value) => ({ value: String(value), escape_formulas: false }),
    object: (value) => ({ value: String(value["figure"]), escape_formulas: false }),
  },
};
