import type { Line } from "../text/lines.ts";
import { plainText } from "../text/plain-text.ts";
import type { CardTable } from "./card-table.ts";
import { htmlTables } from "./html-tables.ts";
import { pipeTables } from "./pipe-tables.ts";

/** Every table of a card, in the order of the file. */
export function tablesOf(lines: readonly Line[]): CardTable[] {
  const found = [...pipeTables(lines), ...htmlTables(lines)].sort((a, b) => a.line - b.line);
  const headings = lines.flatMap(headingOf);
  return found.map((table, index) => ({
    ...table,
    number: index + 1,
    section: headings.findLast(({ line }) => line < table.line)?.text ?? null,
  }));
}

const HEADING = /^ {0,3}(?:#{1,6}\s+(.*?)\s*#*|<h[1-6]\b[^>]*>(.*?)<\/h[1-6]>|\*\*([^*]+)\*\*:?)\s*$/i;

function headingOf({ number, text }: Line): { line: number; text: string }[] {
  const match = HEADING.exec(text);
  const heading = match === null ? "" : plainText(match[1] ?? match[2] ?? match[3] ?? "");
  return heading === "" ? [] : [{ line: number, text: heading }];
}
