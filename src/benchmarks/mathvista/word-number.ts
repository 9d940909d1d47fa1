import { pythonFloatText } from "../../support/python/integer.ts";
import { pythonWords } from "../../support/python/text.ts";

const UNITS = "zero one two three four five six seven eight nine".split(" ");
const TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
/** From the largest on: none may follow a smaller one. */
const SCALES = [
  ["billion", 1e9],
  ["million", 1e6],
  ["thousand", 1e3],
] as const;
const POINT = "point";

const VALUES: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...UNITS, ...TEENS].map((word, index): [string, number] => [word, index]),
  ...TENS.map((word, index): [string, number] => [word, 20 + 10 * index]),
  ["hundred", 100],
  ...SCALES,
]);

/**
 * The text of the number that a sentence's number words make, as the Python package word2number 1.1 makes it: other
 * words are passed over, and four words at most count between scales (a hundred is a factor of the first).
 * @returns `null` where it raises
 */
export function wordNumber(sentence: string): string | null {
  const text = sentence.replaceAll("-", " ").toLowerCase();
  if (/^\p{Nd}+$/u.test(text)) return String(BigInt(text.replace(/[^0-9]/g, "0")));
  const words = pythonWords(text).filter((word) => VALUES.has(word) || word === POINT);
  if (words.length === 0 || repeats(words)) return null;
  const point = words.indexOf(POINT);
  const whole = wholeNumber(point === -1 ? words : words.slice(0, point));
  const decimals = point === -1 ? [] : words.slice(point + 1);
  if (whole === null) return null;
  return decimals.length === 0 ? String(whole) : withDecimals(whole, decimals);
}

function repeats(words: readonly string[]): boolean {
  return [POINT, ...SCALES.map(([word]) => word)].some(
    (word) => words.indexOf(word) !== words.lastIndexOf(word),
  );
}

function wholeNumber(words: readonly string[]): number | null {
  if (words.length === 0) return 0;
  if (words.length === 1) return VALUES.get(words[0] ?? "") ?? null;
  let total = 0;
  let from = 0;
  for (const [word, scale] of SCALES) {
    const at = words.indexOf(word);
    if (at === -1) continue;
    const factor = at < from ? null : belowThousand(words.slice(from, at));
    if (factor === null) return null;
    total += factor * scale;
    from = at + 1;
  }
  if (from === words.length) return total;
  const rest = belowThousand(words.slice(from));
  return rest === null ? null : total + rest;
}

function belowThousand(words: readonly string[]): number | null {
  const [first, second = 0, third = 0, fourth = 0] = words.map((word) => VALUES.get(word) ?? 0);
  if (first === undefined) return null;
  switch (words.length) {
    case 4:
      return first * second + third + fourth;
    case 3:
      return first * second + third;
    case 2:
      return first === 100 || second === 100 ? first * second : first + second;
    default:
      return first;
  }
}

/** A word after the point that is no digit makes the decimals zero, and an integer stays one. */
function withDecimals(whole: number, words: readonly string[]): string {
  const digits = words.map((word) => UNITS.indexOf(word));
  if (digits.includes(-1)) return String(whole);
  return pythonFloatText(whole + Number(`0.${digits.join("")}`));
}
