import type { Line } from "../text/lines.ts";
import { plainText } from "../text/plain-text.ts";
import type { CardTable } from "./card-table.ts";
import { htmlTables } from "./html-tables.ts";
import { pipeTables } from "./pipe-tables.ts";

/** Every table of a card, in the order of the file. */
export function tablesOf(lines: readonly Line[]): CardTable[] {
  const found = [...pipeTables(lines), ...htmlTables(lines)].sort((a, b) => a.line - b.line);
  return found.map((table, index) => ({
    ...table,
    number: index + 1,
    section: sectionAbove(lines, table.line),
  }));
}

const HEADING = /^ {0,3}(?:#{1,6}\s+(.*?)\s*#*|<h[1-6]\b[^>]*>(.*?)<\/h[1-6]>|\*\*([^*]+)\*\*:?)\s*$/i;

function sectionAbove(lines: readonly Line[], line: number): string | null {
  for (const { number, text } of lines.toReversed()) {
    const match = number < line ? HEADING.exec(text) : null;
    const heading = match === null ? "" : plainText(match[1] ?? match[2] ?? match[3] ?? "");
    if (heading !== "") return heading;
  }
  return null;
}
