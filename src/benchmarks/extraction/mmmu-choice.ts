import { pythonStrip, pythonWords } from "../../support/python/text.ts";

export interface ParsedChoice {
  /** `null` where nothing was found. */
  readonly letter: string | null;
  /** Whether the official code draws a letter at random here. */
  readonly guesses: boolean;
}

const ENDS = [",", ".", "!", "?", ";", ":", "'"];
const MARK = "Answer:";

/** A way to look for options, and where each of those found stands for the last time. */
interface Stage {
  holds(label: string, option: string | undefined): boolean;
  last(label: string, option: string | undefined): number;
}

/**
 * MMMU's `parse_multi_choice_response`.
 * @param options in the labels' order; one without a text is found by its letter alone
 */
export function mmmuChoice(
  reply: string,
  labels: readonly string[],
  options: readonly string[],
): ParsedChoice {
  const text = padded(reply);
  return lastOf(labels, options, [
    inBrackets(text),
    { holds: (label) => text.includes(` ${label} `), last: (label) => text.lastIndexOf(` ${label} `) },
    ...inWords(text),
  ]);
}

/**
 * MMMU-Pro's variant of it: a single letter after the last `Answer:` decides, and a letter before a space or a full stop
 * counts wherever it stands, even at the end of a word.
 */
export function mmmuProChoice(
  reply: string,
  labels: readonly string[],
  options: readonly string[],
): ParsedChoice {
  const markedAt = reply.lastIndexOf(MARK);
  const marked = markedAt === -1 ? "" : pythonStrip(reply.slice(markedAt + MARK.length));
  const named = labels.filter((label) => marked.includes(label));
  if (named.length === 1 && named[0] !== undefined) return { letter: named[0], guesses: false };
  const text = padded(reply);
  const last = (label: string) => text.lastIndexOf(` ${label} `);
  return lastOf(labels, options, [
    inBrackets(text),
    { holds: (label) => text.includes(`${label} `), last },
    { holds: (label) => text.includes(`${label}.`), last },
    ...inWords(text),
  ]);
}

function padded(reply: string): string {
  const stripped = ENDS.reduce((text, character) => pythonStrip(text, character), reply);
  return ` ${stripped} `;
}

function inBrackets(text: string): Stage {
  return {
    holds: (label) => text.includes(`(${label})`),
    last: (label) => text.lastIndexOf(`(${label})`),
  };
}

/** The options' own words, looked for in replies of more than five words. */
function inWords(text: string): Stage[] {
  if (pythonWords(text).length <= 5) return [];
  const lower = text.toLowerCase();
  return [
    {
      holds: (_, option) => option !== undefined && lower.includes(option.toLowerCase()),
      last: (_, option) => lower.lastIndexOf(option?.toLowerCase() ?? ""),
    },
  ];
}

/** Of the first stage that finds any option, the one that stands last; the first one of equals. */
function lastOf(
  labels: readonly string[],
  options: readonly string[],
  stages: readonly Stage[],
): ParsedChoice {
  for (const { holds, last } of stages) {
    let found: { label: string; at: number } | null = null;
    for (const [index, label] of labels.entries()) {
      const option = options[index];
      if (!holds(label, option)) continue;
      const at = last(label, option);
      if (found === null || at > found.at) found = { label, at };
    }
    if (found !== null) return { letter: found.label, guesses: false };
  }
  return { letter: null, guesses: true };
}
