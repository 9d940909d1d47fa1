import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FvalidateError } from "../../../src/support/errors.ts";
import { parsePythonLiteral, parsePythonTexts } from "../../../src/support/python/literal.ts";

/** What Python 3.11's `ast.literal_eval` gave; tuples were written as lists, `error` where it raised. */
const CASES: readonly { literal: string; value?: unknown; error?: true }[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/python-values/literals.json", import.meta.url), "utf8"),
);

describe("parsePythonLiteral", () => {
  test.each(CASES.filter((one) => one.error !== true))("reads $literal", ({ literal, value }) => {
    expect(parsePythonLiteral(literal)).toEqual(value);
  });

  test.each(CASES.filter((one) => one.error === true))("refuses $literal", ({ literal }) => {
    expect(() => parsePythonLiteral(literal)).toThrow(FvalidateError);
  });

  const problems: [literal: string, message: string][] = [
    ["['a', b]", 'at offset 6 stands "b]" where a value belongs'],
    ["['a'", 'at offset 4 the text ends where "," or "]" belongs'],
    ["['a\nb']", "at offset 3 stands \"\\nb']\" where the closing ' of the text at offset 1 belongs"],
    ["['a'] x", 'at offset 6 stands "x" where the end belongs'],
    ["{['a']: 1}", "at offset 1 stands \"['a']: 1}\" where a key belongs"],
    ["['\\x4']", 'at offset 2 stands "\\\\x4\']" where a whole escape belongs'],
  ];
  test.each(problems)("says where %s is wrong", (literal, message) => {
    expect(() => parsePythonLiteral(literal)).toThrow(`not a Python literal: ${message}`);
  });

  test("reads back what Python's repr writes for texts", () => {
    const repr = (text: string) => {
      const escaped = text.replace(/[\\\n\r\t]/g, (one) => JSON.stringify(one).slice(1, -1));
      return text.includes("'") && !text.includes('"')
        ? `"${escaped}"`
        : `'${escaped.replaceAll("'", "\\'")}'`;
    };
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 20 })), (texts) => {
        expect(parsePythonTexts(`[${texts.map(repr).join(", ")}]`)).toEqual(texts);
      }),
    );
  });

  test("ends on deep nesting and on any text, with an error of its own", () => {
    expect(() => parsePythonLiteral("[".repeat(100_000))).toThrow("levels of nesting");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."[](){}'\"\\,:.1eExrN #\n") }), (text) => {
        try {
          parsePythonLiteral(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FvalidateError);
        }
      }),
    );
  });
});

test("parsePythonTexts takes lists of texts only", () => {
  expect(parsePythonTexts("['a', \"b's\"]")).toEqual(["a", "b's"]);
  expect(() => parsePythonTexts("'a'")).toThrow("is not a Python list of texts");
  expect(() => parsePythonTexts("['a', 1]")).toThrow("holds something else than texts");
});
