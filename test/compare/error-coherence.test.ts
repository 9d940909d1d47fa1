import { describe, expect, it } from "vitest";
import { errorCoherence } from "../../src/compare/error-coherence.ts";
import type { ActionSet } from "../../src/contracts/actions.ts";
import { randomSource } from "../../src/support/random.ts";
import { rows } from "./action-sets.ts";

const zeros = (set: ActionSet): ActionSet => ({ ...set, values: new Float64Array(set.values.length) });
const coherenceOf = (errors: ActionSet) => errorCoherence({ baseline: zeros(errors), candidate: errors }, 1);

describe("errorCoherence", () => {
  it("is 1 where all errors point the same way, with the smallest p there is", () => {
    const found = coherenceOf(rows([1, 2], [2, 4], [0.5, 1]));
    expect(found.meanCosine).toBeCloseTo(1, 12);
    // Of the 2² flips with the first sign kept, only the identity reaches the sum.
    expect(found).toMatchObject({ p: 0.25, flips: 4, flipsAtLeastAsLarge: 1, method: "exact sign flips" });
  });

  it("counts ties: two orthogonal errors give every flip the same sum", () => {
    expect(coherenceOf(rows([1, 0], [0, 1]))).toMatchObject({ meanCosine: 0, p: 1 });
  });

  it("is the mean of the pairwise cosines", () => {
    // cos(0°, 60°) = 0.5, cos(0°, 90°) = 0, cos(60°, 90°) = √3/2.
    const found = coherenceOf(rows([1, 0], [1, Math.sqrt(3)], [0, 5]));
    expect(found.meanCosine).toBeCloseTo((0.5 + Math.sqrt(3) / 2) / 3, 12);
  });

  it("leaves observations without an error out and counts them", () => {
    expect(coherenceOf(rows([1, 1], [0, 0], [1, 1]))).toMatchObject({
      observations: 2,
      zeroErrorObservations: 1,
    });
  });

  it("is undefined, with the reason, for fewer than two errors", () => {
    expect(coherenceOf(rows([1, 1], [0, 0]))).toMatchObject({ meanCosine: null, p: null });
    expect(coherenceOf(rows([0, 0], [0, 0]))).toMatchObject({
      meanCosineReason: expect.stringMatching(/equal/),
    });
  });

  it("does not lose direction to huge or tiny errors", () => {
    expect(coherenceOf(rows([1e300, 1e300], [1e-300, 1e-300])).meanCosine).toBeCloseTo(1, 12);
  });

  it("is exact up to 16 observations and seeded Monte Carlo above", () => {
    const random = randomSource("test");
    const errors = (observations: number) =>
      rows(...Array.from({ length: observations }, () => Array.from({ length: 20 }, () => random() - 0.5)));
    expect(coherenceOf(errors(16))).toMatchObject({ flips: 2 ** 15, method: "exact sign flips" });
    const many = errors(17);
    const found = coherenceOf(many);
    expect(found).toMatchObject({ flips: 9999, method: "Monte Carlo sign flips" });
    expect(coherenceOf(many)).toEqual(found);
  });

  it("finds no p below 0.05 more often than chance where errors are independent", () => {
    const random = randomSource("independent");
    const trials = 200;
    let small = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const errors = Array.from({ length: 8 }, () => Array.from({ length: 30 }, () => random() - 0.5));
      if ((coherenceOf(rows(...errors)).p ?? 1) <= 0.05) small += 1;
    }
    // Binomial(200, 0.05) stays below 20 with probability 0.998.
    expect(small).toBeLessThan(20);
  });
});
