import { describe, expect, it } from "vitest";
import type { Tolerance } from "../../../src/contracts/pair-measurement.ts";
import { startEngine } from "../../../src/run/compare/engine/engine.ts";
import { memoryTensor, pairOf } from "../../run/compare/engine/pairs.ts";

/** Each is what some tool for comparing tensors is known to get wrong. */
async function measure(a: number[] | Float32Array, b: number[] | Float32Array, tolerance?: Tolerance) {
  await using engine = await startEngine({ signal: new AbortController().signal });
  const tensor = (values: number[] | Float32Array) =>
    memoryTensor("float32", [values.length], Float32Array.from(values));
  return await engine.measure(pairOf(tensor(a), tensor(b), tolerance));
}

describe("what others get wrong", () => {
  it("a wrong value against a zero reference does not vanish", async () => {
    const { figures, mapeConventions, closeness } = await measure([0, 0, 0], [0, 1e-3, 0]);
    expect(figures["mapePercent"]).toBeNull();
    expect(mapeConventions["keras"]).toBeGreaterThan(1e5);
    expect(closeness).toMatchObject({ mismatched: 1, smallestRelative: null });
    expect(closeness.greatestRelative).toMatchObject({ value: Number.POSITIVE_INFINITY, index: [1] });
    expect(figures).toMatchObject({ wapePercent: Number.POSITIVE_INFINITY, calcDiff: 1 });
    expect((await measure([0, 1], [1e-3, 1])).figures["mapePercent"]).toBe(Number.POSITIVE_INFINITY);
  });

  it("tiny references do not make errors vanish", async () => {
    const { figures } = await measure([1e-10, -1e-10], [1, -1]);
    expect(figures["calcDiff"]).toBeCloseTo(1, 9);
  });

  it("a constant tensor has no correlation instead of a perfect one", async () => {
    const { figures } = await measure(new Float32Array(5000).fill(3), new Float32Array(5000).fill(4));
    expect(figures).toMatchObject({ pearson: null, cosine: expect.closeTo(1, 12), maxAbsolute: 1 });
    expect(figures["nrmseStandardDeviation"]).toBe(Number.POSITIVE_INFINITY);
    const equal = await measure(new Float32Array(5000).fill(0.1), new Float32Array(5000).fill(0.1));
    expect(equal.figures).toMatchObject({ pearson: null, nrmseStandardDeviation: null, maxAbsolute: 0 });
    expect(equal.figures["sqnrDecibels"]).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([4, 8192])("NaN and infinities are not masked to zero (%s elements)", async (length) => {
    const a = new Float32Array(length).fill(1);
    const b = a.slice();
    b[1] = Number.NaN;
    a[2] = Number.POSITIVE_INFINITY;
    b[2] = Number.NEGATIVE_INFINITY;
    a[3] = Number.NaN;
    b[3] = Number.NaN;
    const { nonFinite, figures, bitIdentical } = await measure(a, b);
    expect(nonFinite).toEqual({
      baseline: { nan: 1, positiveInfinity: 1, negativeInfinity: 0 },
      candidate: { nan: 2, positiveInfinity: 0, negativeInfinity: 1 },
      mismatches: 2,
      firstMismatch: { index: [1], baseline: 1, candidate: Number.NaN },
      excluded: 3,
    });
    expect(figures["elements"]).toBe(length - 3);
    expect(bitIdentical).toBe(false);
  });

  it("equal means do not hide errors", async () => {
    expect((await measure([1, 2, 3], [3, 2, 1])).closeness.mismatched).toBe(2);
  });

  it("a factor is seen beside a cosine of 1", async () => {
    const { figures } = await measure([1, -2, 3], [2, -4, 6]);
    expect(figures["cosine"]).toBeCloseTo(1, 12);
    expect(figures["pearson"]).toBeCloseTo(1, 12);
    expect(figures["calcDiff"]).toBeCloseTo(0.2, 12);
    expect(figures["relativeL2"]).toBe(1);
  });

  it("tolerances do not grow with the tensor", async () => {
    const tolerance = { relative: 0, absolute: 0.01 };
    for (const length of [10, 100_000]) {
      const { closeness } = await measure(
        new Float32Array(length),
        new Float32Array(length).fill(0.02),
        tolerance,
      );
      expect(closeness.mismatched).toBe(length);
    }
  });

  it("sums are in float64: a cosine of many float32 keeps its digits", async () => {
    const a = new Float32Array(300_000).fill(0.1);
    const b = a.map((value, i) => (i % 2 === 0 ? value : -value * 0.98));
    const [x, y] = [Math.fround(0.1), Math.fround(-0.1 * 0.98)];
    const [p, q] = [Math.fround(0.1), b[1] ?? y];
    const cosine = (x * p + x * q) / (Math.sqrt(2 * x * x) * Math.sqrt(p * p + q * q));
    expect((await measure(a, b)).figures["cosine"]).toBeCloseTo(cosine, 12);
  });

  it("relative errors are relative to the baseline", async () => {
    const { closeness, figures } = await measure([1], [4], { relative: 1, absolute: 0 });
    expect(closeness.greatestRelative).toMatchObject({ value: 3, baseline: 1, candidate: 4 });
    expect(closeness.smallestRelative).toBeCloseTo(3, 12);
    expect(figures["mapePercent"]).toBe(300);
  });

  it("−0 and +0 are the same number and not the same bits", async () => {
    const { bitIdentical, figures } = await measure([0, 1], [-0, 1]);
    expect(bitIdentical).toBe(false);
    expect(figures).toMatchObject({ ulpMax: 0, maxAbsolute: 0 });
    const whole = await measure(new Float32Array(4096), new Float32Array(4096).fill(-0));
    expect(whole.bitIdentical).toBe(false);
    expect(whole.figures["ulpMax"]).toBe(0);
  });

  it("a ratio of exactly a thousandth is not below it", async () => {
    const a = new Float32Array(8192).fill(3000);
    const { figures } = await measure(a, new Float32Array(8192).fill(3003));
    expect(figures).toMatchObject({ thousandthRatio: 0, fiveThousandthRatio: 1 });
  });
});
