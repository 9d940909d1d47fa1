import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measure } from "../../src/compare/measure.ts";
import { actionSet, rows } from "./action-sets.ts";

describe("measure, against values worked out by hand", () => {
  // a = 1, 2, −4, 8; b = 1.1, 1.8, −4, 7; |d| = 0.1, 0.2, 0, 1.
  const measurement = measure({ baseline: rows([1, 2, -4, 8]), candidate: rows([1.1, 1.8, -4, 7]) });

  it.each([
    ["mapePercent", ((0.1 + 0.1 + 0 + 0.125) / 4) * 100],
    ["wapePercent", (1.3 / 15) * 100],
    ["smapePercent", ((0.2 / 2.1 + 0.4 / 3.8 + 0 + 2 / 15) / 4) * 100],
    ["meanAbsolute", 1.3 / 4],
    ["maxAbsolute", 1],
    ["relativeL2", Math.sqrt(1.05 / 85)],
    ["rmse", Math.sqrt(1.05 / 4)],
    ["nrmseRange", Math.sqrt(1.05 / 4) / 12],
    ["cosine", (1.1 + 3.6 + 16 + 56) / Math.sqrt(85 * (1.21 + 3.24 + 16 + 49))],
    ["calcDiff", 1 - (2 * (1.1 + 3.6 + 16 + 56)) / (85 + 69.45)],
    ["signBias", (1 - 2) / 4],
    ["thousandthRatio", 1 / 4],
    ["percentageErrorMax", 12.5],
    ["percentageErrorP50", 10],
    ["elements", 4],
    ["zeroReferences", 0],
  ])("%s", (key, expected) => {
    expect(measurement.figures[key]).toBeCloseTo(expected, 10);
  });

  it("names the index of the largest error", () => {
    expect(measurement.figures["maxAbsoluteIndex"]).toEqual([0, 0, 3]);
  });
});

describe("MAPE conventions on a zero reference, as facts/tensor-comparison.md 2.2 lists them", () => {
  const { figures, mapeConventions } = measure({ baseline: rows([0, 1]), candidate: rows([1e-3, 1.01]) });

  it("is infinite in the card's form", () => {
    expect(figures["mapePercent"]).toBe(Number.POSITIVE_INFINITY);
    expect(figures["zeroReferences"]).toBe(1);
  });

  it.each([
    ["mask", 1],
    ["sklearn", ((1e-3 / 2 ** -52 + 0.01) / 2) * 100],
    ["torchmetrics", ((1e-3 / 1.17e-6 + 0.01) / 2) * 100],
    ["keras", ((1e-3 / 1e-7 + 0.01) / 2) * 100],
  ])("%s", (name, expected) => {
    expect(Number(mapeConventions[name]) / expected).toBeCloseTo(1, 9);
  });

  it("is undefined, with the reason, where the error is zero too", () => {
    const { mapeConventions: none } = measure({ baseline: rows([0, 1]), candidate: rows([0, 1]) });
    expect(none["naive"]).toBeNull();
    expect(none["naiveReason"]).toMatch(/0\/0/);
    expect(none["mask"]).toBe(0);
  });
});

describe("undefined figures carry their reason", () => {
  it("cosine, Pearson and calc_diff of zeros", () => {
    const { figures } = measure({ baseline: rows([0, 0]), candidate: rows([0, 0]) });
    for (const key of ["cosine", "pearson", "calcDiff", "wapePercent", "relativeL2"]) {
      expect(figures[key], key).toBeNull();
      expect(figures[`${key}Reason`], key).toEqual(expect.any(String));
    }
  });

  it("says overflow where the squares overflow", () => {
    const huge = actionSet([1, 1, 2], [1e200, 2e200], "float64");
    const { figures } = measure({
      baseline: huge,
      candidate: actionSet([1, 1, 2], [1e200, 3e200], "float64"),
    });
    expect(figures["relativeL2Reason"]).toMatch(/overflow/);
  });
});

describe("ULP distance at the coarser stored dtype", () => {
  const ulps = (dtype: "float16" | "bfloat16" | "float32" | "float64", a: number, b: number) =>
    measure({ baseline: actionSet([1, 1, 1], [a], dtype), candidate: actionSet([1, 1, 1], [b], dtype) })
      .figures["ulpMax"];

  it.each([
    ["float32", 1, 1 + 2 ** -23, 1],
    ["float32", 1, 1 - 2 ** -24, 1],
    ["float32", -(2 ** -149), 2 ** -149, 2],
    ["float64", 1, 1 + 2 ** -52, 1],
    ["float16", 1, 1 + 2 ** -10, 1],
    ["bfloat16", 1, 1 + 2 ** -7, 1],
    ["float32", 0, -0, 0],
  ] as const)("%s: from %d to %d is %d", (dtype, a, b, expected) => {
    expect(ulps(dtype, a, b)).toBe(expected);
  });

  it("is undefined for whole numbers", () => {
    const { figures } = measure({
      baseline: actionSet([1, 1, 1], [1], "int32"),
      candidate: actionSet([1, 1, 1], [2], "int32"),
    });
    expect(figures["ulpMax"]).toBeNull();
  });
});

describe("non-finite values", () => {
  it("leaves matching ones out, and counts them", () => {
    const { figures, nonFinite } = measure({
      baseline: rows([Number.NaN, 1, Number.POSITIVE_INFINITY]),
      candidate: rows([Number.NaN, 2, Number.POSITIVE_INFINITY]),
    });
    expect(figures["elements"]).toBe(1);
    expect(nonFinite).toMatchObject({ mismatches: 0, excluded: 2 });
  });

  it("names the first position at which only one arm has one", () => {
    const { nonFinite } = measure({
      baseline: rows([1, 2], [3, 4]),
      candidate: rows([1, 2], [3, Number.NaN]),
    });
    expect(nonFinite.firstMismatch).toEqual({ index: [1, 0, 1], baseline: 4, candidate: Number.NaN });
  });

  it("tells infinities of different sign apart", () => {
    const { nonFinite } = measure({
      baseline: rows([Number.POSITIVE_INFINITY, 1]),
      candidate: rows([Number.NEGATIVE_INFINITY, 1]),
    });
    expect(nonFinite.mismatches).toBe(1);
  });
});

describe("properties", () => {
  const values = fc.array(
    fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((value) => value / 1024),
    { minLength: 1, maxLength: 50 },
  );

  it("an arm against itself has no error", () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const arm = actionSet([1, 1, numbers.length], numbers, "float64");
        const { figures, bitIdentical } = measure({ baseline: arm, candidate: arm });
        expect(bitIdentical).toBe(true);
        expect(figures["maxAbsolute"]).toBe(0);
        expect(figures["ulpMax"]).toBe(0);
      }),
    );
  });

  it("a power of two as common factor changes no relative figure", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -20, max: 20 }), (numbers, exponent) => {
        const shape = [1, 1, numbers.length] as const;
        const error = (value: number, i: number) => value * (1 + 1e-3 * Math.sin(i));
        const scale = (list: number[]) => list.map((value) => value * 2 ** exponent);
        const plain = measure({
          baseline: actionSet(shape, numbers),
          candidate: actionSet(shape, numbers.map(error)),
        });
        const scaled = measure({
          baseline: actionSet(shape, scale(numbers)),
          candidate: actionSet(shape, scale(numbers.map(error))),
        });
        for (const key of ["mapePercent", "wapePercent"]) {
          expect(scaled.figures[key], key).toEqual(plain.figures[key]);
        }
      }),
    );
  });

  it("the groups of every axis add up to the whole", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (observations, dimensions) => {
          const shape = [observations, 3, dimensions] as const;
          const count = observations * 3 * dimensions;
          const baseline = actionSet(
            shape,
            Array.from({ length: count }, (_, i) => Math.cos(i)),
          );
          const candidate = actionSet(
            shape,
            Array.from({ length: count }, (_, i) => Math.cos(i) + 1e-3 * Math.sin(3 * i)),
          );
          const measurement = measure({ baseline, candidate });
          for (const groups of [measurement.observations, measurement.steps, measurement.dimensions]) {
            const error = groups.reduce((sum, group) => sum + group.absoluteError, 0);
            expect(error / count).toBeCloseTo(Number(measurement.figures["meanAbsolute"]), 12);
          }
        },
      ),
    );
  });
});
