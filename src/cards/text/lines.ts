/** A line of a card with its number, from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * The lines of a card; those of code blocks, of the YAML at its beginning and of HTML comments are empty, so that line
 * numbers stay those of the file. A byte order mark and carriage returns are taken off.
 */
export function linesOf(text: string): Line[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
  const hidden = hiddenLines(lines);
  const blanked = withoutComments(lines.map((line, index) => (hidden.has(index) ? "" : line)));
  return blanked.map((line, index) => ({ number: index + 1, text: line }));
}

function hiddenLines(lines: readonly string[]): Set<number> {
  const hidden = new Set<number>(frontMatter(lines));
  let fence: string | null = null;
  for (const [index, line] of lines.entries()) {
    if (hidden.has(index)) continue;
    const ticks = FENCE.exec(line)?.[1] ?? null;
    if (fence === null) {
      fence = ticks;
      if (ticks !== null) hidden.add(index);
      continue;
    }
    hidden.add(index);
    if (ticks !== null && closes(line, fence)) fence = null;
  }
  return hidden;
}

/** A closing fence is of the same character, at least as long, and nothing stands behind it. */
function closes(line: string, fence: string): boolean {
  const text = line.trim();
  return text.length >= fence.length && text.replaceAll(fence.charAt(0), "") === "";
}

function frontMatter(lines: readonly string[]): number[] {
  if (lines[0]?.trim() !== "---") return [];
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === "---");
  return end === -1 ? [] : Array.from({ length: end + 1 }, (_, index) => index);
}

/** Comments become blanks, so that columns stay those of the file. One without an end is none. */
function withoutComments(lines: readonly string[]): string[] {
  const text = lines.join("\n");
  const pieces: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf("<!--", at);
    const end = start === -1 ? -1 : text.indexOf("-->", start);
    if (end === -1) break;
    pieces.push(text.slice(at, start), text.slice(start, end + 3).replace(/[^\n]/g, " "));
    at = end + 3;
  }
  return [...pieces, text.slice(at)].join("").split("\n");
}
