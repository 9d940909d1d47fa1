import { describe, expect, it } from "vitest";
import { comparePairs } from "../../../../src/compare/accuracy/compare-pairs.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../../src/compare/accuracy/limits.ts";
import { hundredths } from "../../../../src/compare/accuracy/policies/hundredths.ts";
import { answerAll } from "../../../../src/compare/accuracy/policies/index.ts";
import { ACCURACY_POLICIES } from "../../../../src/contracts/bench-result.ts";
import { scored } from "./compared.ts";

describe("answerAll", () => {
  it("asks every policy, in the order of the contract", () => {
    // 50 questions of GPQA, 13 to 12 right.
    const [compared] = comparePairs([scored(50, 13, 12)], { limits, seed: 1 });
    const answers = answerAll(compared!, limits);
    expect(answers.map(({ name }) => name)).toEqual([...ACCURACY_POLICIES]);
    expect(answers.map(({ verdict }) => verdict)).toEqual([
      "inconclusive",
      "consistent",
      "consistent",
      "inconclusive",
      "inconsistent",
    ]);
  });
});

describe("hundredths", () => {
  it.each([
    // As Python's round(value, 2) · 100, halves to the even number.
    [66.66666666666667, 6667],
    [12.5, 1250],
    [0.125, 12],
    [0.375, 38],
    [-0.125, -12],
    [100 * (0.617 - 0.667), -500],
    [0, 0],
  ])("of %f is %i", (percentage, whole) => expect(hundredths(percentage) === whole).toBe(true));
});
