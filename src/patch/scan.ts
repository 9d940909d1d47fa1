/** A part of a text by its offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const STRING = /^(?:'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")/;

/**
 * The parts between commas that stand outside of brackets, strings and comments; an empty last part, as a trailing
 * comma leaves it, is dropped.
 */
export function topLevelParts(text: string, span: Span): Span[] {
  const parts: Span[] = [];
  let start = span.from;
  let depth = 0;
  for (let at = span.from; at < span.to; ) {
    const character = text[at] ?? "";
    if (character === "," && depth === 0) {
      parts.push({ from: start, to: at });
      start = at + 1;
    }
    if ("([{".includes(character)) depth += 1;
    if (")]}".includes(character)) depth -= 1;
    at = skipFrom(text, at);
  }
  if (stripComments(text.slice(start, span.to)).trim() !== "") parts.push({ from: start, to: span.to });
  return parts;
}

/** The span inside of one pair of parentheses that holds all of `span`, or `null`. */
export function insideParentheses(text: string, span: Span): Span | null {
  const { from, to } = trimmed(text, span);
  if (text[from] !== "(" || text[to - 1] !== ")") return null;
  let depth = 0;
  for (let at = from; at < to; at = skipFrom(text, at)) {
    if ("([{".includes(text[at] ?? "")) depth += 1;
    if (")]}".includes(text[at] ?? "")) depth -= 1;
    if (depth === 0 && at < to - 1) return null;
  }
  return { from: from + 1, to: to - 1 };
}

/** The span without the blanks at its ends. */
export function trimmed(text: string, { from, to }: Span): Span {
  const inner = text.slice(from, to);
  const start = from + (inner.length - inner.trimStart().length);
  return { from: start, to: Math.max(start, to - (inner.length - inner.trimEnd().length)) };
}

/** Where the next character, string or comment begins. */
function skipFrom(text: string, at: number): number {
  const character = text[at] ?? "";
  if (character === "#") {
    const end = text.slice(at).search(/[\r\n]/);
    return end === -1 ? text.length : at + end;
  }
  if (character !== "'" && character !== '"') return at + 1;
  return at + (STRING.exec(text.slice(at))?.[0].length ?? 1);
}

function stripComments(text: string): string {
  return text.replace(/#[^\r\n]*/g, "");
}
