const COMMANDS = ["\\boxed", "\\fbox"];

/**
 * What the last `\boxed{…}` (or `\fbox{…}`) of a text holds, its braces balanced; `\boxed 5` holds what follows it up
 * to a dollar sign or the end of its line.
 * @returns `null` where there is none, or the last one is never closed
 */
export function lastBoxed(text: string): string | null {
  for (const command of COMMANDS) {
    const at = text.lastIndexOf(command);
    if (at !== -1) return boxAt(text, at + command.length);
  }
  return null;
}

function boxAt(text: string, at: number): string | null {
  const from = skipSpaces(text, at);
  if (text.charAt(from) === "{") return balanced(text, from);
  return from === at ? null : (/^[^$\n]*/.exec(text.slice(from, from + LONGEST_BARE))?.[0] ?? null);
}

const LONGEST_BARE = 1000;

function skipSpaces(text: string, at: number): number {
  let from = at;
  while (text.charAt(from) === " ") from += 1;
  return from;
}

function balanced(text: string, from: number): string | null {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") at += 1;
    else if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    if (depth === 0) return text.slice(from + 1, at);
  }
  return null;
}
