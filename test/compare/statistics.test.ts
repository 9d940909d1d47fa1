import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapObservations } from "../../src/compare/bootstrap.ts";
import { measure } from "../../src/compare/measure.ts";
import { NeumaierSum } from "../../src/compare/neumaier.ts";
import { quantile } from "../../src/compare/quantile.ts";
import { trajectoryGrowth } from "../../src/compare/trajectory-growth.ts";
import { rows } from "./action-sets.ts";

describe("NeumaierSum", () => {
  it("keeps what a plain sum loses", () => {
    const sum = new NeumaierSum();
    // Neumaier's own example: a plain sum gives 0.
    for (const value of [1, 1e100, 1, -1e100]) sum.add(value);
    expect(sum.value).toBe(2);
  });

  it("stays infinite", () => {
    const sum = new NeumaierSum();
    for (const value of [1, Number.POSITIVE_INFINITY, 1]) sum.add(value);
    expect(sum.value).toBe(Number.POSITIVE_INFINITY);
  });

  it("is exact for whole numbers in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (values) => {
        const sum = new NeumaierSum();
        for (const value of values) sum.add(value);
        expect(sum.value).toBe(values.reduce((total, value) => total + value, 0));
      }),
    );
  });
});

describe("quantile", () => {
  // numpy.quantile([1, 2, 4, 8], q) with its default method.
  it.each([
    [0, 1],
    [0.5, 3],
    [0.9, 6.8],
    [1, 8],
  ])("%d", (probability, expected) => {
    expect(quantile([1, 2, 4, 8], probability)).toBeCloseTo(expected, 12);
  });

  it("does not make NaN of infinities", () => {
    expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.9)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe("bootstrapObservations", () => {
  const measurement = measure({
    baseline: rows([1, 1], [1, 1], [1, 1], [1, 1]),
    candidate: rows([1.01, 1.01], [1.02, 1.02], [1.03, 1.03], [1.04, 1.04]),
  });

  it("lies around the figure, within the observations' own range", () => {
    const { mapePercent } = bootstrapObservations(measurement.observations, 42);
    const [low, high] = mapePercent ?? [Number.NaN, Number.NaN];
    expect(low).toBeGreaterThanOrEqual(1);
    expect(low).toBeLessThan(2.5);
    expect(high).toBeGreaterThan(2.5);
    expect(high).toBeLessThanOrEqual(4.0000001);
  });

  it("is the same for the same seed", () => {
    const { observations } = measurement;
    expect(bootstrapObservations(observations, 7)).toEqual(bootstrapObservations(observations, 7));
  });

  it("has no interval for one observation", () => {
    expect(bootstrapObservations(measurement.observations.slice(0, 1), 42)).toMatchObject({
      mapePercent: null,
    });
  });
});

describe("trajectoryGrowth", () => {
  it("is the relative error of each step and its ratio to the step before", () => {
    const baseline = { shape: [1, 3, 1, 1] as const, values: Float64Array.of(2, 2, 4) };
    const candidate = { shape: [1, 3, 1, 1] as const, values: Float64Array.of(2, 2.2, 4.8) };
    const [first, second, third] = trajectoryGrowth(baseline, candidate);
    expect(first).toEqual({ step: 0, relativeL2: 0, growth: null });
    expect(second?.relativeL2).toBeCloseTo(0.1, 12);
    expect(second?.growth).toBeNull();
    expect(third?.growth).toBeCloseTo(2, 12);
  });
});
