import { VERDICTS, type Verdict } from "../../../contracts/verdict.ts";
import type { DataTable } from "../../data-table.ts";
import { type Markup, shortened } from "../../page/markup.ts";
import { plainRows, table } from "../../page/table.ts";
import { tag, VERDICT_TONES } from "../../page/tones.ts";

const LONGEST_CELL = 2000;

/**
 * A table that other formats have too.
 * @param titles in place of its own header's first ones; a heading of a page must not be empty
 */
export function plainTable(
  caption: string,
  { header, rows, words }: DataTable,
  titles: readonly string[] = [],
): Markup {
  return table({
    caption,
    columns: header.map((title, column) => ({
      title: titles[column] ?? (title === "" ? "note" : title),
      isNumber: words !== "all" && !words.includes(column),
    })),
    rows: plainRows(rows.map((cells) => cells.map((cell) => shown(cell)))),
  });
}

/** A cell of a verdict has its colour and its sign. */
function shown(cell: string): Markup {
  const verdict = VERDICTS.find((known): known is Verdict => known === cell);
  return verdict === undefined ? shortened(cell, LONGEST_CELL) : tag(verdict, VERDICT_TONES[verdict]);
}
