import type { Line } from "../text/lines.ts";
import { plainText } from "../text/plain-text.ts";
import { type FoundTable, rowOf, type TableCell } from "./card-table.ts";

const RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const OTHER_BLOCK = /^\s{0,3}(#{1,6}\s|>|```|~~~)/;

/**
 * Tables of GitHub-flavoured Markdown: a line of headings, a line of dashes, and rows up to an empty line. The pipes at
 * both ends may be missing; an escaped pipe is part of its cell. Headings and dashes may differ in number, which GitHub
 * would not show as a table: what was meant is plain.
 */
export function pipeTables(lines: readonly Line[]): FoundTable[] {
  const tables: FoundTable[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const header = lines[at - 1];
    const rule = lines[at]?.text ?? "";
    if (header === undefined || !RULE.test(rule) || !rule.includes("|") || !header.text.includes("|"))
      continue;
    const headings = cellsOf(header);
    const rows = lines.slice(at + 1, endOf(lines, at + 1));
    tables.push({
      line: header.number,
      headings,
      rows: rows.map((row) => rowOf(row.number, cellsOf(row), headings.length)),
    });
    at += rows.length;
  }
  return tables;
}

function endOf(lines: readonly Line[], from: number): number {
  let end = from;
  while (isRow(lines[end]?.text ?? "")) end += 1;
  return end;
}

function isRow(text: string): boolean {
  return text.includes("|") && !OTHER_BLOCK.test(text);
}

function cellsOf({ number, text }: Line): TableCell[] {
  const pieces = piecesOf(text);
  // A pipe at either end opens or closes the row; it holds no cell outside of it.
  if (pieces[0]?.text.trim() === "" && pieces.length > 1) pieces.shift();
  if (pieces.at(-1)?.text.trim() === "" && pieces.length > 1 && /\|\s*$/.test(text)) pieces.pop();
  return pieces.map((piece) => ({
    line: number,
    column: piece.start + piece.text.search(/\S|$/) + 1,
    text: plainText(piece.text),
  }));
}

/** What stands between pipes that are not escaped. */
function piecesOf(text: string): { start: number; text: string }[] {
  const pieces = [{ start: 0, text: "" }];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const last = pieces.at(-1);
    if (character === "|") pieces.push({ start: at + 1, text: "" });
    else if (last !== undefined) {
      const taken = character === "\\" ? text.slice(at, at + 2) : character;
      last.text += taken;
      at += taken.length - 1;
    }
  }
  return pieces;
}
