import type { DataTable } from "./data-table.ts";
import { escapeData } from "./data-text.ts";

/** Text that stays inside its cell whatever it holds. */
export function escapeCell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replace(/\s*[\r\n]+\s*/g, " ");
}

/** Text outside of tables; a stack's label must not open a tag or a link of its own. */
export function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<]/g, (character) => `\\${character}`).replace(/\s*[\r\n]+\s*/g, " ");
}

/** A GitHub-flavoured table; the first column is aligned left, the others right unless told. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  alignment: "left" | "right" = "right",
): string {
  return tableOf(header, rows, alignment === "left" ? "all" : [0], escapeCell);
}

/**
 * The same for cells that hold what somebody else wrote, such as names and replies: they come out as they are, with no
 * mark-up of their own.
 * @param words the columns that are aligned left; those of figures are aligned right
 */
export function dataTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  words: Words = [0],
): string {
  return tableOf(header, rows, words, escapeData);
}

/** The same for a table that other formats have too. */
export function markdownOf({ header, rows, words }: DataTable): string {
  return dataTable(header, rows, words);
}

type Words = "all" | readonly number[];

function tableOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  words: Words,
  escaped: (cell: string) => string,
): string {
  const rule = header.map((_, column) => (words === "all" || words.includes(column) ? "---" : "---:"));
  return [header.map(escaped), rule, ...rows.map((row) => row.map(escaped))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
