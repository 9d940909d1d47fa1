const COMMANDS = ["\\boxed", "\\fbox"];
const LONGEST_BARE = 1000;
/** What joins two boxes to one answer; at least a comma or a word must. */
const JOINT = /^(?:[\s$,;]|\\(?:quad|qquad|[()])|\\text\s*\{\s*(?:and|or)\s*\}|and|or)*$/;
const MOST_BOXES = 20;
const LONGEST_JOINT = 60;

interface Box {
  readonly content: string;
  readonly from: number;
  readonly to: number;
}

/**
 * What the last `\boxed{…}` (or `\fbox{…}`) of a text holds, its braces balanced; `\boxed 5` holds what follows it up
 * to a dollar sign or the end of its line.
 * @returns `null` where there is none, or the last one is never closed
 */
export function lastBoxed(text: string): string | null {
  return boxBefore(text, text.length)?.content ?? null;
}

/** The last box and those before it that commas, `and` or `or` join to it, in their order. */
export function lastBoxes(text: string): string[] {
  const boxes: string[] = [];
  let next: Box | null = null;
  for (let box = boxBefore(text, text.length); box !== null; box = boxBefore(text, box.from - 1)) {
    if (next !== null && !joins(text, box.to, next.from)) break;
    boxes.unshift(box.content);
    next = box;
    if (boxes.length === MOST_BOXES || box.from === 0) break;
  }
  return boxes;
}

function joins(text: string, from: number, to: number): boolean {
  if (to < from || to - from > LONGEST_JOINT) return false;
  const joint = text.slice(from, to);
  return JOINT.test(joint) && /[,;a-z]/.test(joint.replace(/\\(?:quad|qquad|text)/g, ""));
}

/** The last box that begins at or before a place. */
function boxBefore(text: string, place: number): Box | null {
  for (const command of COMMANDS) {
    const from = text.lastIndexOf(command, place);
    if (from !== -1) return boxAt(text, from, from + command.length);
  }
  return null;
}

function boxAt(text: string, from: number, at: number): Box | null {
  let start = at;
  while (text.charAt(start) === " ") start += 1;
  if (text.charAt(start) === "{") return balanced(text, from, start);
  if (start === at) return null;
  const content = /^[^$\n]*/.exec(text.slice(start, start + LONGEST_BARE))?.[0] ?? "";
  return { content, from, to: start + content.length };
}

function balanced(text: string, from: number, start: number): Box | null {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    if (depth === 0) return { content: text.slice(start + 1, at), from, to: at + 1 };
  }
  return null;
}
