import { escapeData } from "../data-text.ts";

/** A table as the published cards have it; whatever the cells hold, they are data. */
export function cardTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [line(header), `|${"---|".repeat(header.length)}`, ...rows.map(line)].join("\n");
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => escapeData(cell).trim()).join(" | ")} |`;
}
