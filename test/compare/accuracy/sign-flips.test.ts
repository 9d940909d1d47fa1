import { describe, expect, it } from "vitest";
import { signFlipTest } from "../../../src/compare/accuracy/sign-flips.ts";
import { randomSource } from "../../../src/support/random.ts";

const asked = { seed: 7, unit: "questions" };

describe("signFlipTest", () => {
  it("is exact for few differences, as scipy 1.17.1's permutation_test of samples", () => {
    expect(signFlipTest(Float64Array.of(0.5, -0.25, 0, 0, 0.25, -0.75, -0.5, 0), asked)).toEqual({
      p: 0.6875,
      method: "exact sign flips: all 16 of 5 differing questions",
    });
    expect(signFlipTest(Float64Array.of(1, 1, 1, 1, 1, -1), asked).p).toBe(0.21875);
  });

  it("counts ties in spite of rounding", () => {
    // 0.1 + 0.2 is not 0.3 as a float64, yet the flips with equal sums are ties.
    expect(signFlipTest(Float64Array.of(0.1, 0.2, -0.3), asked).p).toBe(1);
  });

  it("leaves out what rounding left of no difference", () => {
    expect(signFlipTest(Float64Array.of(1e-17, -3e-17, 0), asked)).toEqual({
      p: 1,
      method: "sign flips: no questions differ",
    });
  });

  it("agrees with the exact McNemar test where every difference is one question, up to its 9999 draws", () => {
    // statsmodels' exact McNemar of 40 and 22: 0.0300; the standard error of 9999 draws is 0.0017.
    const differences = Float64Array.from({ length: 62 }, (_, i) => (i < 40 ? -1 : 1));
    const found = signFlipTest(differences, asked);
    expect(Math.abs(found.p - 0.030015864349067285)).toBeLessThan(0.006);
    expect(found.method).toBe("Monte Carlo sign flips: 9999 of 62 differing questions, seed 7");
    expect(signFlipTest(differences, asked)).toEqual(found);
    expect(signFlipTest(differences, { ...asked, seed: 8 }).p).not.toBe(found.p);
  });

  it("does not depend on the order of questions or on which arm is which", () => {
    const random = randomSource("order");
    const differences = Float64Array.from({ length: 100 }, () => Math.round(8 * random() - 4) / 4);
    const found = signFlipTest(differences, asked);
    expect(signFlipTest(differences.toReversed(), asked)).toEqual(found);
    expect(
      signFlipTest(
        differences.map((difference) => -difference),
        asked,
      ),
    ).toEqual(found);
  });

  it("finds p below 0.05 no more often than chance where there is no difference", () => {
    const random = randomSource("no difference");
    let small = 0;
    for (let trial = 0; trial < 60; trial += 1) {
      const differences = Float64Array.from({ length: 20 }, () => random() - random());
      if (signFlipTest(differences, { ...asked, seed: trial }).p <= 0.05) small += 1;
    }
    // Binomial(60, 0.05) stays below 10 with probability 0.999.
    expect(small).toBeLessThan(10);
  });
});
