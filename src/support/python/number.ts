import { pythonStrip } from "./text.ts";

/** From here on a double has no fraction. */
const NO_FRACTION = 2 ** 52;
const MATHEMATICAL_DIGITS = { first: 0x1d7ce, last: 0x1d7ff } as const;

const DIGITS = String.raw`\d+(?:_\d+)*`;
const FLOAT = new RegExp(
  `^[+-]?(?:(?:${DIGITS}(?:\\.(?:${DIGITS})?)?|\\.${DIGITS})(?:[eE][+-]?${DIGITS})?|(?<word>inf|infinity|nan))$`,
  "i",
);
const ASCII_SPACE = "\t\n\v\f\r ";

/**
 * Python's `round(value, digits)`: to the nearest decimal of the double's exact value, ties to the even one.
 * @param digits 0 to 30
 */
export function pythonRound(value: number, digits: number): number {
  if (!Number.isFinite(value) || value === 0 || Math.abs(value) >= NO_FRACTION) return value;
  // A tie is a multiple of 1 / 2^(digits + 1), and then so many decimals write the value exactly.
  const exact = value.toFixed(digits + 1);
  const tie = Number.isInteger(value * 2 ** (digits + 1)) && exact.endsWith("5");
  if (!tie) return Number(value.toFixed(digits));
  const kept = exact.slice(0, digits === 0 ? -2 : -1);
  const even = Number(kept.at(-1)) % 2 === 0;
  return even ? Number(kept) : Number(value.toFixed(digits));
}

/** Python's `float(text)`; `null` where Python raises a ValueError. */
export function pythonFloat(text: string): number | null {
  // Python looks up other space, and digits of other scripts, only where there is any character beyond ASCII.
  const ascii = /^[\0-\x7f]*$/.test(text);
  const plain = withAsciiDigits(pythonStrip(text, ascii ? ASCII_SPACE : undefined));
  const match = FLOAT.exec(plain);
  if (match === null) return null;
  const word = match.groups?.["word"]?.toLowerCase();
  if (word === undefined) return Number(plain.replaceAll("_", ""));
  if (word === "nan") return Number.NaN;
  return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function withAsciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Decimal digits stand in runs from 0 to 9. */
function digitValue(codePoint: number): number {
  if (codePoint >= MATHEMATICAL_DIGITS.first && codePoint <= MATHEMATICAL_DIGITS.last)
    return (codePoint - MATHEMATICAL_DIGITS.first) % 10;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return value;
}
