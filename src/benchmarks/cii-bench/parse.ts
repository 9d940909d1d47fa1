import { afterLast, PYTHON_WORD_BOUNDARY, pythonStrip } from "../../support/python/text.ts";

const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"];
const MARKS = ["\n答案", "\n**答案："];
const IN_BRACKETS = /\((?<letter>[A-F])\)/g;
const ALONE = new RegExp(`${PYTHON_WORD_BOUNDARY}(?<letter>[A-F])${PYTHON_WORD_BOUNDARY}`, "gu");

/**
 * The letter that CII-Bench's `extract_option_labels` takes: one that is the whole reply; the first of the alphabet after
 * the last line that begins with 答案; else the one named most often, in brackets or alone; else the option whose words
 * occur.
 * @returns `null` where the official code finds nothing, which it counts as a miss
 */
export function ciiChoice(reply: string, options: readonly string[]): string | null {
  let text = pythonStrip(reply);
  if (LETTERS.includes(text)) return text;
  for (const mark of MARKS) {
    if (!text.includes(mark)) continue;
    // What comes before the mark is not looked at any more, even where nothing is found after it.
    text = afterLast(text, mark);
    const named = LETTERS.find((letter) => text.includes(letter));
    if (named !== undefined) return named;
  }
  return (
    mostNamed(lettersOf(text, IN_BRACKETS)) ?? mostNamed(lettersOf(text, ALONE)) ?? optionIn(text, options)
  );
}

function lettersOf(text: string, form: RegExp): string[] {
  return [...text.matchAll(form)].flatMap((match) => match.groups?.["letter"] ?? []);
}

/** Of those named equally often, the one that is named last for the first time. */
function mostNamed(letters: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return [...counts].findLast(([, count]) => count === most)?.[0] ?? null;
}

/** The last option whose words are in the reply, or whose words hold the reply. */
function optionIn(text: string, options: readonly string[]): string | null {
  const index = options.findLastIndex(
    (option) => text.includes(pythonStrip(option)) || option.includes(text),
  );
  return index === -1 ? null : String.fromCharCode(65 + index);
}
