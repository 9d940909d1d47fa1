import { describe, expect, it } from "vitest";
import { measure } from "../../../src/compare/measure.ts";
import { actionSet } from "../action-sets.ts";

/** Two observations of two steps of two dimensions. */
const figuresOf = (baseline: readonly number[], candidate: readonly number[]) => {
  const shape = [2, 2, 2] as const;
  const { figures } = measure({
    baseline: actionSet(shape, baseline),
    candidate: actionSet(shape, candidate),
  });
  const { cosine, minStepCosine, minStepCosineIndex, minStepCosineReason } = figures;
  return { cosine, minStepCosine, minStepCosineIndex, minStepCosineReason };
};

describe("the smallest cosine of a step", () => {
  it("is found at the step that a cosine over all hides", () => {
    const { cosine, minStepCosine, minStepCosineIndex } = figuresOf(
      [100, 100, 100, 100, 3, 4, 100, 100],
      [100, 100, 100, 100, 4, 3, 100, 100],
    );
    expect(cosine).toBeGreaterThan(0.9999);
    expect(minStepCosine).toBeCloseTo(24 / 25, 14);
    expect(minStepCosineIndex).toEqual([1, 0]);
  });

  it("is 0 where one arm alone is all zeros, and of no step where both are", () => {
    expect(figuresOf([0, 0, 1, 1, 0, 0, 1, 1], [0, 0, 1, 1, 1, 1, 1, 1])).toMatchObject({
      minStepCosine: 0,
      minStepCosineIndex: [1, 0],
    });
    expect(figuresOf([0, 0, 1, 1, 0, 0, 1, 1], [0, 0, 2, 2, 0, 0, 1, 1]).minStepCosine).toBeCloseTo(1, 14);
  });

  it("is undefined, with the reason, where nothing points anywhere or the squares overflow", () => {
    const zeros = new Array<number>(8).fill(0);
    expect(figuresOf(zeros, zeros)).toMatchObject({
      minStepCosine: null,
      minStepCosineIndex: null,
      minStepCosineReason: "every step is all zeros in both arms",
    });
    const huge = new Array<number>(8).fill(1e200);
    expect(figuresOf(huge, huge)).toMatchObject({
      minStepCosine: null,
      minStepCosineReason: "the squares overflow float64",
    });
  });

  it("leaves out what is not finite", () => {
    const { minStepCosine } = figuresOf([1, Number.NaN, 1, 1, 1, 1, 1, 1], [1, Number.NaN, 1, 1, 1, 1, 1, 1]);
    expect(minStepCosine).toBeCloseTo(1, 14);
  });
});
