import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawNoise, moveUpOneUlp } from "../../../src/run/capsule/noise.ts";

describe("drawNoise", () => {
  const noise = drawNoise({ seed: 42, chunk: 50, actionDimensions: 32 });
  const values = Array.from(noise.data, Number);

  test("has the shape of pi0's noise, in float32", () => {
    expect(noise.shape).toEqual([1, 50, 32]);
    expect(noise.data).toBeInstanceOf(Float32Array);
    expect(values).toHaveLength(1600);
  });

  test("is the same for the same seed and another for another", () => {
    expect(drawNoise({ seed: 42, chunk: 50, actionDimensions: 32 })).toEqual(noise);
    expect(drawNoise({ seed: 43, chunk: 50, actionDimensions: 32 })).not.toEqual(noise);
  });

  test("is finite, and no value comes twice", () => {
    expect(values.every(Number.isFinite)).toBe(true);
    expect(new Set(values).size).toBe(1600);
  });

  // Kolmogorov's critical value at p = 0.001 is 1.95 / √n. A seeded draw passes or fails for good.
  test.each([1, 42, 2024])("is standard normal by Kolmogorov and Smirnov, seed %i", (seed) => {
    const sorted = Array.from(drawNoise({ seed, chunk: 100, actionDimensions: 100 }).data, Number);
    sorted.sort((a, b) => a - b);
    const distance = Math.max(
      ...sorted.map((value, at) => Math.abs(normalDistribution(value) - (at + 0.5) / sorted.length)),
    );
    expect(distance).toBeLessThan(1.95 / Math.sqrt(sorted.length));
  });

  test("does not repeat itself from one value to the next", () => {
    const products = values.slice(1).map((value, at) => value * (values[at] ?? 0));
    const correlation = products.reduce((sum, product) => sum + product, 0) / products.length;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(products.length));
  });
});

describe("moveUpOneUlp", () => {
  const moved = (value: number) =>
    moveUpOneUlp({ dtype: "float32", shape: [1], data: Float32Array.of(value) }).data[0];

  // From IEEE 754 binary32: a fraction of 23 bits, the smallest subnormal 2^−149, the smallest normal 2^−126.
  test.each([
    [1, 1 + 2 ** -23],
    [-1, -(1 - 2 ** -24)],
    [2, 2 + 2 ** -22],
    [-2, -(2 - 2 ** -23)],
    [1 - 2 ** -24, 1],
    [0, 2 ** -149],
    [-0, 2 ** -149],
    [2 ** -149, 2 ** -148],
    [-(2 ** -149), -0],
    [-(2 ** -148), -(2 ** -149)],
    [2 ** -126 - 2 ** -149, 2 ** -126],
    [-(2 ** -126), -(2 ** -126 - 2 ** -149)],
    [(2 - 2 ** -23) * 2 ** 127, Number.POSITIVE_INFINITY],
    [-(2 - 2 ** -23) * 2 ** 127, -(2 - 2 ** -22) * 2 ** 127],
  ])("moves %d to %d", (value, next) => expect(moved(value)).toBe(next));

  test("leaves no float32 between a value and its next", () => {
    const finite = fc.float({ noNaN: true, noDefaultInfinity: true, max: Math.fround(3e38) });
    fc.assert(
      fc.property(finite, (value) => {
        const next = Number(moved(value));
        const middle = Math.fround(value + (next - value) / 2);
        return next > value && (middle === value || middle === next);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("keeps the shape and the original", () => {
    const noise = drawNoise({ seed: 1, chunk: 2, actionDimensions: 3 });
    const before = [...noise.data];
    expect(moveUpOneUlp(noise).shape).toEqual([1, 2, 3]);
    expect([...noise.data]).toEqual(before);
  });
});

/** Φ(x) by its power series, A. Cohen's and Marsaglia's form: ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …). */
function normalDistribution(x: number): number {
  let [sum, term] = [x, x];
  for (let odd = 3; Math.abs(term) > 1e-16 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}
