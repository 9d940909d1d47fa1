import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseLenientJson } from "../../src/support/lenient-json.ts";
import { parsePythonJson } from "../../src/support/python/json.ts";

describe("parseLenientJson", () => {
  // What Python 3.11's json.dumps writes for float("nan"), float("inf") and -float("inf").
  test("reads the three words that Python writes", () => {
    expect(parseLenientJson('{"a": [NaN, Infinity, -Infinity, -0.0]}')).toEqual({
      a: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
    });
  });

  test("leaves the words alone inside of texts and keys", () => {
    const text = String.raw`{"NaN": "NaN, \"Infinity\" and \\", "\\\"": [NaN]}`;
    expect(parseLenientJson(text)).toEqual({ NaN: 'NaN, "Infinity" and \\', '\\"': [Number.NaN] });
  });

  test("keeps a key __proto__ a key", () => {
    const value = parseLenientJson('{"__proto__": NaN, "constructor": 1}');
    expect(Object.entries(value ?? {})).toEqual([
      ["__proto__", Number.NaN],
      ["constructor", 1],
    ]);
  });

  const refused: [text: string, message: string][] = [
    ["", "the end of the text where a value belongs at offset 0 (line 1, column 1)"],
    ["[1, nan]", '"nan" where a value belongs at offset 4 (line 1, column 5)'],
    ["[NaN, NaNs]", '"NaNs" where a value belongs at offset 6'],
    ["[-NaN]", '"-NaN" where a value belongs at offset 1'],
    ["[+Infinity]", '"+" where a value belongs at offset 1'],
    ["[inf]", '"inf" where a value belongs'],
    ["[NaN,\n  1 2]", '"2" where "," or "]" belongs at offset 10 (line 2, column 5)'],
    ["[NaN,]", '"]" where a value belongs at offset 5'],
    ["[NaN, 01]", '"0" where a value belongs at offset 6'],
    ["[NaN, 1.]", '"1" where a value belongs at offset 6'],
    ["[NaN, .5]", '"." where a value belongs at offset 6'],
    ["[NaN", 'the end of the text where "," or "]" belongs at offset 4'],
    ['{"a": NaN', 'the end of the text where "," or "}" belongs at offset 9'],
    ['{"a": NaN,}', '"}" where a key in double quotes belongs at offset 10'],
    ['{"a" NaN}', '"NaN" where ":" belongs at offset 5'],
    ["{a: NaN}", '"a" where a key in double quotes belongs at offset 1'],
    ['[NaN, "cut', "a text without its closing quote at offset 6"],
    ['[NaN, "\u0001"]', "control character"],
    [String.raw`[NaN, "\x"]`, "an escape that JSON does not know at offset 6"],
    ["NaN NaN", '"NaN" where the end belongs at offset 4'],
    [`${"[".repeat(600)}NaN${"]".repeat(600)}`, "more than 500 levels of nesting"],
    ["\ufeffNaN", "where a value belongs at offset 0"],
  ];
  test.each(refused)("refuses %j with its place", (text, message) => {
    expect(() => parseLenientJson(text)).toThrow(SyntaxError);
    expect(() => parseLenientJson(text)).toThrow(message);
  });
});

describe("parsePythonJson", () => {
  test("reads what JSON.parse reads", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (text, indent) => {
        const spaced = JSON.stringify(JSON.parse(text), null, indent);
        for (const json of [text, spaced]) expect(parsePythonJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  test("refuses what JSON.parse refuses, the three words apart", () => {
    const pieces = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"',
      "\\",
      "1",
      "-",
      ".",
      "e",
      "0",
      " ",
      "null",
      '"a"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        expect(outcome(() => parsePythonJson(text))).toEqual(outcome(() => JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test("gives every number its exact double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (number) => {
        const text = Object.is(number, -0) ? "-0.0" : String(number);
        expect(parsePythonJson(`[${text}]`)).toEqual([number]);
      }),
    );
  });

  test("reads texts of many megabytes", () => {
    const text = "a".repeat(8_000_000);
    expect(parsePythonJson(`{"a": "${text}\\n", "b": NaN}`)).toEqual({ a: `${text}\n`, b: Number.NaN });
  });
});

function outcome(parse: () => unknown): { value: unknown } | "refused" {
  try {
    return { value: parse() };
  } catch {
    return "refused";
  }
}
