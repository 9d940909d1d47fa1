import { stringify } from "csv-stringify/sync";

/** A figure that was printed by this program in a form of its own, such as `-1.40%`; never somebody else's text. */
export interface PrintedFigure {
  readonly figure: string;
}

export type CsvCell = string | number | null | PrintedFigure;

/** Lines of comma-separated values, all as long as the header. */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return stringify([header, ...rows], {
    // A spreadsheet must not run a label that begins with "=".
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      object: (value) => ({ value: String(value["figure"]), escape_formulas: false }),
    },
  });
}
