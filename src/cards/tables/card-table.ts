import type { Place } from "../card.ts";

/** A cell with its place in the file; its text is what a reader sees. */
export interface TableCell extends Place {
  readonly text: string;
}

export interface TableRow {
  readonly line: number;
  /** As many as there are headings; cells that the row lacks are empty. */
  readonly cells: readonly TableCell[];
  /** Cells beyond the last heading. */
  readonly surplus: readonly TableCell[];
}

/** A table of any kind, as a card has it. */
export interface CardTable {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly line: number;
  /** The last heading above it. */
  readonly section: string | null;
  readonly headings: readonly TableCell[];
  readonly rows: readonly TableRow[];
}

/** A table before it knows its number and its section. */
export type FoundTable = Omit<CardTable, "number" | "section">;

/** Cells brought to the number of headings. */
export function rowOf(line: number, cells: readonly TableCell[], columns: number): TableRow {
  const missing = Array.from({ length: Math.max(0, columns - cells.length) }, () => ({
    line,
    column: 1,
    text: "",
  }));
  return { line, cells: [...cells.slice(0, columns), ...missing], surplus: cells.slice(columns) };
}

/** Rows become columns: for tables that have the stacks below one another and the benchmarks side by side. */
export function transposed(table: CardTable): CardTable {
  const [corner, ...headings] = table.headings;
  if (corner === undefined) return table;
  return {
    ...table,
    headings: [corner, ...table.rows.flatMap(({ cells }) => cells.slice(0, 1))],
    rows: headings.map((heading, index) => ({
      line: heading.line,
      cells: [heading, ...table.rows.flatMap(({ cells }) => cells.slice(index + 1, index + 2))],
      surplus: [],
    })),
  };
}
