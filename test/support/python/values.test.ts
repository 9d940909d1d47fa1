import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pythonFloat, pythonRound } from "../../../src/support/python/number.ts";
import {
  afterLast,
  PYTHON_WORD_BOUNDARY,
  pythonLength,
  pythonRightStrip,
  pythonStrip,
  pythonWords,
} from "../../../src/support/python/text.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/python-values/${name}.json`, import.meta.url), "utf8"));

/** What Python 3.11 gave, numbers as their `repr`. */
const NUMBERS: {
  round: { value: string; digits: number; rounded: string }[];
  float: { text: string; number: string | null }[];
} = fixture("numbers");
const TEXTS: { text: string; strip: string; rstrip: string; words: string[]; length: number }[] =
  fixture("texts");

/** A number as Python's `repr` wrote it. */
function number(repr: string): number {
  return Number(repr.replace("inf", "Infinity").replace("nan", "NaN"));
}

describe("pythonRound", () => {
  test.each(NUMBERS.round)("round($value, $digits) is $rounded", ({ value, digits, rounded }) => {
    expect(pythonRound(number(value), digits)).toBe(number(rounded));
  });

  test("leaves what is no finite number as it is", () => {
    expect(pythonRound(Number.NaN, 2)).toBeNaN();
    expect(pythonRound(Number.NEGATIVE_INFINITY, 2)).toBe(Number.NEGATIVE_INFINITY);
  });
});

test.each(NUMBERS.float)("float($text) is $number", (one) => {
  expect(pythonFloat(one.text)).toBe(one.number === null ? null : number(one.number));
});

describe("texts", () => {
  test.each(TEXTS)("$text is stripped and split as Python does", ({ text, strip, rstrip, words, length }) => {
    expect(pythonStrip(text)).toBe(strip);
    expect(pythonRightStrip(text)).toBe(rstrip);
    expect(pythonWords(text)).toEqual(words);
    expect(pythonLength(text)).toBe(length);
  });

  test("strips the characters that are named", () => {
    expect(pythonStrip("..a.b..", ".")).toBe("a.b");
    expect(pythonRightStrip("..a.b..", ".")).toBe("..a.b");
  });

  test("takes what follows the last separator", () => {
    expect(afterLast("a=b=c", "=")).toBe("c");
    expect(afterLast("abc", "=")).toBe("abc");
  });

  // Python: re.findall(r"\bA\b", "A，选A B_A A") gives two: CJK letters and "_" are word characters.
  test("has Python's word boundaries", () => {
    const boundary = new RegExp(`${PYTHON_WORD_BOUNDARY}A${PYTHON_WORD_BOUNDARY}`, "gu");
    expect([..."A，选A B_A A".matchAll(boundary)].map((match) => match.index)).toEqual([0, 9]);
  });
});
