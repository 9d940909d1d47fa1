import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEquivalent } from "../../../src/benchmarks/math/equivalent.ts";
import { anyCharacter } from "../../support/any-character.ts";

const integer = fc.integer({ min: -999, max: 999 });
const positive = fc.integer({ min: 1, max: 99 });

describe("equivalence of answers", () => {
  test("fractions are equal exactly when their cross products are", () => {
    fc.assert(
      fc.property(integer, positive, integer, positive, (above, below, otherAbove, otherBelow) => {
        const answer = `\\frac{${above}}{${below}}`;
        expect(isEquivalent(answer, `${otherAbove}/${otherBelow}`)).toBe(
          above * otherBelow === otherAbove * below,
        );
      }),
    );
  });

  test("the order of a sum's and a product's parts does not count, their signs do", () => {
    fc.assert(
      fc.property(positive, positive, (first, second) => {
        expect(isEquivalent(`${first}x+${second}y`, `${second}y+${first}x`)).toBe(true);
        expect(isEquivalent(`${first}x-${second}y`, `${second}y-${first}x`)).toBe(false);
        expect(isEquivalent(`\\sqrt{${first}}\\sqrt{${second}}`, `\\sqrt{${first * second}}`)).toBe(true);
      }),
    );
  });

  test("a list's order does not count, a point's does", () => {
    fc.assert(
      fc.property(integer, integer, (first, second) => {
        expect(isEquivalent(`${first}, ${second}`, `${second}, ${first}`)).toBe(true);
        expect(isEquivalent(`(${first}, ${second})`, `(${second}, ${first})`)).toBe(first === second);
        expect(isEquivalent(`[${first}, ${second})`, `[${first}, ${second}]`)).toBe(false);
      }),
    );
  });

  test("an answer is the same as itself, and nothing is the same as nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter }),
        (text) => isEquivalent(text, text) === (text.trim() !== ""),
      ),
    );
  });

  test("either may be the right one", () => {
    const sides = [
      "1/2",
      "0.5",
      "x+1",
      "1+x",
      "\\{1,2\\}",
      "2,1",
      "\\text{east}",
      "east",
      "(1,2)",
      "50\\%",
      "-3",
    ];
    for (const one of sides)
      for (const other of sides)
        expect(isEquivalent(one, other), `${one} ${other}`).toBe(isEquivalent(other, one));
  });

  test.each([
    ["a tower of powers", "10^{10^{10^{10}}}"],
    ["a large factorial", "(((((9!)!)!)!)!)!"],
    ["many factorials", "2999!".repeat(200)],
    ["deep roots", `${"\\sqrt{".repeat(400)}2${"}".repeat(400)}`],
    ["a thousand braces", "{".repeat(1000)],
    ["nested sets", "\\{(".repeat(400)],
    ["a long number", "1".repeat(1400)],
    ["a megabyte", "x+".repeat(2 ** 19)],
    ["a megabyte of commas", ",".repeat(2 ** 20)],
  ])("%s does no harm", (_, answer) => {
    const started = performance.now();
    for (const gold of ["\\frac{1}{2}", "\\{1,2\\}", "x^2+1", answer.slice(0, -1)])
      isEquivalent(answer, gold);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
