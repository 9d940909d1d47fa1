const OPENING = "([{";
const CLOSING = ")]}";

/**
 * The parts of a text between separators that stand in no bracket. A command separates only as a whole: `\int` holds
 * no `\in`.
 */
export function splitOutside(text: string, separators: readonly string[]): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    depth += depthChange(text, at);
    const found = depth === 0 ? separatorAt(text, at, separators) : null;
    if (found !== null) {
      parts.push(text.slice(from, at));
      from = at + found.length;
      at = from - 1;
    } else if (text.charAt(at) === "\\" && depth >= 0) at += escapedLength(text, at);
  }
  return [...parts, text.slice(from)];
}

/** Matrices are brackets too. */
function depthChange(text: string, at: number): number {
  const character = text.charAt(at);
  if (character !== "\\") return Number(OPENING.includes(character)) - Number(CLOSING.includes(character));
  const next = text.charAt(at + 1);
  if (next === "{" || text.startsWith("\\begin", at)) return 1;
  return next === "}" || text.startsWith("\\end", at) ? -1 : 0;
}

/** What is skipped after a backslash, so that an escaped brace is counted once. */
function escapedLength(text: string, at: number): number {
  return "{}\\".includes(text.charAt(at + 1)) ? 1 : 0;
}

function separatorAt(text: string, at: number, separators: readonly string[]): string | null {
  const found = separators.find((separator) => text.startsWith(separator, at));
  if (found === undefined) return null;
  const continues = found.startsWith("\\") && /[a-zA-Z]/.test(text.charAt(at + found.length));
  return continues ? null : found;
}
