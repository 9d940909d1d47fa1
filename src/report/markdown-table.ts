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
  const rule = header.map((_, column) => (column === 0 || alignment === "left" ? "---" : "---:"));
  return [header.map(escapeCell), rule, ...rows.map((row) => row.map(escapeCell))]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}
