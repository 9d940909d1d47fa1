/**
 * How many columns of a terminal a text takes: two for wide characters (CJK, emoji), none for marks and joiners. Text
 * with control characters must be made visible first.
 */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text)) width += graphemeWidth(segment);
  return width;
}

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Wide and full-width blocks of Unicode's East Asian Width. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;
const EMOJI = /^\p{Emoji_Presentation}|\ufe0f/u;
const NOTHING = /^[\p{Mark}\p{Cf}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (NOTHING.test(grapheme)) return 0;
  return WIDE.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

/** A cell, and what is printed in its place once its width is known: colours take no column. */
export interface Cell {
  readonly text: string;
  readonly painted?: string;
}

/** Lines of aligned columns, two blanks between them and none at their ends. */
export function alignColumns(
  rows: readonly (readonly (string | Cell)[])[],
  alignments: readonly ("left" | "right")[],
): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? { text: cell } : cell)));
  const widths = alignments.map((_, column) =>
    cells.reduce((most, row) => Math.max(most, displayWidth(row[column]?.text ?? "")), 0),
  );
  return cells.map((row) =>
    row
      .map(({ text, painted = text }, column) => {
        const blanks = " ".repeat((widths[column] ?? 0) - displayWidth(text));
        return alignments[column] === "right" ? blanks + painted : painted + blanks;
      })
      .join("  ")
      .trimEnd(),
  );
}
