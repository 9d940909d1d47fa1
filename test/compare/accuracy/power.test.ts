import { describe, expect, it } from "vitest";
import { comparePairs } from "../../../src/compare/accuracy/compare-pairs.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";
import { summarise } from "../../../src/compare/accuracy/paired-scores.ts";
import {
  neededToDecide,
  plannedStandardError,
  smallestDetectable,
  smallestProvableMargin,
} from "../../../src/compare/accuracy/power.ts";
import { matched } from "./scores.ts";

/** √(d/n): the standard error at a share d of questions that differ. */
const at = (d: number, n: number) => ({ standardError: Math.sqrt(d / n), alpha: 0.05 });
const compare = (counts: Parameters<typeof matched>[0]) =>
  comparePairs([matched(counts)], { limits, seed: 1 })[0]!.comparison;

describe("smallestProvableMargin", () => {
  it.each([
    // n ≈ 8.57 d / margin², as in the planning table of two one-sided tests (alpha 5 %, power 80 %, no difference).
    [0.02, 6852, 0.005],
    [0.05, 4282, 0.01],
    [0.1, 2141, 0.02],
    [0.1, 343, 0.05],
    [0.2, 1904, 0.03],
    [0.1, 30, 0.169],
    [0.1, 198, 0.066],
    [0.1, 14042, 0.0078],
  ])("at a flip rate of %f and %i questions is %f", (d, n, margin) => {
    expect(smallestProvableMargin(at(d, n)) / margin).toBeCloseTo(1, 2);
  });
});

describe("smallestDetectable", () => {
  it("is (1.96 + 0.84) standard errors, at most everything", () => {
    expect(smallestDetectable(at(0.1, 1000))).toBeCloseTo((1.959964 + 0.841621) * 0.01, 8);
    expect(smallestDetectable(at(1, 1))).toBe(1);
  });
});

describe("plannedStandardError", () => {
  it("comes from the flips seen, and from three where there are fewer", () => {
    expect(plannedStandardError(summarise(matched({ right: 90, lost: 6, gained: 4 })))).toBeCloseTo(
      Math.sqrt(0.1 / 100),
      12,
    );
    expect(plannedStandardError(summarise(matched({ right: 100 })))).toBeCloseTo(Math.sqrt(3) / 100, 12);
    expect(plannedStandardError(summarise(matched({ right: 98, lost: 2 })))).toBeCloseTo(
      Math.sqrt(3) / 100,
      12,
    );
  });
});

describe("needed", () => {
  it("is the n of the planning table where no difference was found", () => {
    // Ten of 100 differ, none more than by chance: 8.57 · 0.1 / 0.05² = 343.
    expect(compare({ right: 60, wrong: 30, lost: 5, gained: 5 }).needed).toEqual({
      questions: 343,
      repeats: 4,
    });
    expect(compare({ right: 20, wrong: 7, lost: 2, gained: 1 }).needed).toEqual({
      questions: 343,
      repeats: 12,
    });
  });

  it("is empty where the benchmark is decided", () => {
    const none = { questions: null, repeats: null };
    expect(compare({ right: 500, wrong: 400, lost: 5, gained: 5 }).needed).toEqual(none);
    expect(compare({ right: 60, wrong: 20, lost: 20 }).needed).toEqual(none);
  });

  it("is empty where the difference is real and lies at the margin", () => {
    // 100 of 2000 lost, none gained: −5 points, real, and the interval reaches beyond on one side for ever.
    const found = compare({ right: 1300, wrong: 600, lost: 100 });
    expect(found.test.p).toBeLessThan(1e-20);
    expect(found.needed).toEqual({ questions: null, repeats: null });
  });

  it("is never what was asked already", () => {
    const plan = { standardError: 0.001, delta: 0, margin: 0.05, alpha: 0.05 };
    expect(neededToDecide(plan, { n: 50, repeats: 2 })).toEqual({ questions: 51, repeats: 3 });
  });

  it("for a difference beyond the margin asks for what shows it", () => {
    // Standard error 2 points at n 100, true difference 10 beyond a margin of 5: 10/2.8016 = 3.57 is enough.
    const plan = { standardError: 0.08, delta: -0.1, margin: 0.05, alpha: 0.05 };
    const target = Math.min(0.1 / 2.801585, 0.05 / 0.841621);
    const { questions } = neededToDecide(plan, { n: 100, repeats: 1 });
    expect(questions).toBe(Math.ceil(100 * (0.08 / target) ** 2));
  });
});
