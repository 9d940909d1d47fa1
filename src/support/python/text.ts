/** What Python's `str.strip`, `str.split` and `\s` take for white space, for use inside of a character class. */
export const PYTHON_SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

/** What Python's `\w` matches, for use inside of a character class of an expression with the flag `u`. */
export const PYTHON_WORD = String.raw`\p{L}\p{N}_`;

/** Python's `\b` on `str`: letters and digits of every script are word characters. Needs the flag `u`. */
export const PYTHON_WORD_BOUNDARY = `(?:(?<![${PYTHON_WORD}])(?=[${PYTHON_WORD}])|(?<=[${PYTHON_WORD}])(?![${PYTHON_WORD}]))`;

const SPACE = new RegExp(`[${PYTHON_SPACE}]`);
const WORDS = new RegExp(`[^${PYTHON_SPACE}]+`, "g");

/** `text.strip()`, or `text.strip(characters)` where they are given (each of one UTF-16 unit). */
export function pythonStrip(text: string, characters?: string): string {
  const strips = stripper(characters);
  let end = text.length;
  while (end > 0 && strips(text.charAt(end - 1))) end -= 1;
  let start = 0;
  while (start < end && strips(text.charAt(start))) start += 1;
  return text.slice(start, end);
}

/** `text.rstrip()`, or `text.rstrip(characters)`. */
export function pythonRightStrip(text: string, characters?: string): string {
  const strips = stripper(characters);
  let end = text.length;
  while (end > 0 && strips(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `text.split()`: the words between white space. */
export function pythonWords(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** `len(text)`: code points, not UTF-16 units. */
export function pythonLength(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** `text.split(separator)[-1]`: what follows the last separator, or all of it. */
export function afterLast(text: string, separator: string): string {
  const at = text.lastIndexOf(separator);
  return at === -1 ? text : text.slice(at + separator.length);
}

function stripper(characters: string | undefined): (character: string) => boolean {
  return characters === undefined
    ? (character) => SPACE.test(character)
    : (character) => characters.includes(character);
}
