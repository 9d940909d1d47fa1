import type { Line } from "../text/lines.ts";
import { plainText } from "../text/plain-text.ts";
import { type FoundTable, rowOf, type TableCell } from "./card-table.ts";

/**
 * Tables in HTML, as some cards have them. A cell over several columns or rows counts once: such tables are no evaluation
 * tables of any known card.
 */
export function htmlTables(lines: readonly Line[]): FoundTable[] {
  const text = lines.map((line) => line.text).join("\n");
  const places = placesIn(text);
  return tablesIn(text).flatMap(({ index, start, html }) => {
    const [headings, ...body] = rowsOf(html, start, places);
    if (headings === undefined) return [];
    return [
      {
        line: places(index).line,
        headings,
        rows: body.map((cells) => rowOf(cells[0]?.line ?? 0, cells, headings.length)),
      },
    ];
  });
}

/** What stands between each `<table …>` and the next `</table`. */
function tablesIn(text: string): { index: number; start: number; html: string }[] {
  const tables: { index: number; start: number; html: string }[] = [];
  const opening = /<table\b[^<>]*>/gi;
  const closing = /<\/table\b/gi;
  for (let open = opening.exec(text); open !== null; open = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex;
    const close = closing.exec(text);
    if (close === null) break;
    tables.push({
      index: open.index,
      start: opening.lastIndex,
      html: text.slice(opening.lastIndex, close.index),
    });
    opening.lastIndex = close.index;
  }
  return tables;
}

type PlaceOf = (index: number) => { line: number; column: number };

function rowsOf(html: string, start: number, places: PlaceOf): TableCell[][] {
  return [...html.matchAll(/<tr\b[^>]*>([\s\S]*?)(?=<tr\b|<\/tr\s*>|$)/gi)]
    .map((row) => cellsOf(row[1] ?? "", start + row.index + row[0].length - (row[1] ?? "").length, places))
    .filter((cells) => cells.length > 0);
}

function cellsOf(html: string, start: number, places: PlaceOf): TableCell[] {
  return [...html.matchAll(/<t[dh]\b[^>]*>([\s\S]*?)(?=<t[dh]\b|<\/t[dh]\s*>|$)/gi)].map((cell) => {
    const content = cell[1] ?? "";
    const at = start + cell.index + cell[0].length - content.length + Math.max(0, content.search(/\S/));
    return { ...places(at), text: plainText(content) };
  });
}

/** Line and column of a place in the text, from 1. */
export function placesIn(text: string): PlaceOf {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return (index) => {
    const next = starts.findIndex((start) => start > index);
    const line = next === -1 ? starts.length : next;
    return { line, column: index - (starts[line - 1] ?? 0) + 1 };
  };
}
