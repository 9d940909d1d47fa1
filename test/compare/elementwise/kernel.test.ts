import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KERNEL_BYTES } from "../../../src/compare/elementwise/kernel/kernel-bytes.ts";
import { measurementOf } from "../../../src/compare/elementwise/measurement.ts";
import { type KeptTerms, keptOrder } from "../../../src/compare/elementwise/order-statistics.ts";
import { PairMeter } from "../../../src/compare/elementwise/pair-meter.ts";
import { Workspace } from "../../../src/compare/elementwise/workspace.ts";
import type { Tolerance } from "../../../src/contracts/pair-measurement.ts";
import { expectNaive, naiveFigures } from "./naive.ts";

const workspace = new Workspace(2 ** 16);

function measure(a: Float32Array | Float64Array, b: Float32Array | Float64Array, tolerance: Tolerance) {
  const dtype = a instanceof Float32Array ? "float32" : "float64";
  const task = { baseline: dtype, candidate: dtype, elements: a.length, tolerance } as const;
  const meter = new PairMeter(task, workspace);
  const arms = { baseline: a, candidate: b };
  const tally = meter.measureSegment(0, (arm, first, target) => {
    const values = arms[arm];
    target.set(new Uint8Array(values.buffer, first * values.BYTES_PER_ELEMENT, target.length));
  });
  return measurementOf(task, [a.length], { tally, order: keptOrder(meter.order as KeptTerms) });
}

/** Numbers that bring single formulas into trouble. */
const special = fc.constantFrom(0, -0, 1e-45, -1e-40, 1.17e-6, 1e-7, 3e38, -3e38, 1, -1, 2 ** -126, 1e-30);
const notFinite = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

const pair = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
  length: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(4095, 4096, 4097, 8192, 12300)),
  noise: fc.constantFrom(0, 1e-7, 1e-3, 3),
  offset: fc.constantFrom(0, 0, 1, 1e4),
  absoluteNoise: fc.constantFrom(0, 0, 1e-3),
  specials: fc.array(fc.record({ at: fc.nat(), value: special, isCandidate: fc.boolean() }), {
    maxLength: 20,
  }),
  holes: fc.array(fc.record({ at: fc.nat(), value: notFinite, isCandidate: fc.boolean() }), { maxLength: 3 }),
  tolerance: fc.record({
    relative: fc.constantFrom(0, 1.3e-6, 1e-3, 1),
    absolute: fc.constantFrom(0, 1e-8, 1e-5, 0.5),
  }),
});
type Pair = typeof pair extends fc.Arbitrary<infer Value> ? Value : never;

function valuesOf(made: Pair, dtype: "float32" | "float64") {
  let state = made.seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32 - 0.5;
  };
  const Values = dtype === "float32" ? Float32Array : Float64Array;
  const a = new Values(made.length).map(() => random() * 4 + made.offset);
  const b = a.map((value) => value * (1 + made.noise * random()) + made.absoluteNoise * random());
  for (const { at, value, isCandidate } of [...made.specials, ...made.holes])
    (isCandidate ? b : a)[at % made.length] = value;
  return [a, b] as const;
}

describe("the kernel and the exact loops", () => {
  it.each(["float32", "float64"] as const)(
    "measure %s as the definitions say, whatever the elements",
    (dtype) => {
      fc.assert(
        fc.property(pair, (made) => {
          const [a, b] = valuesOf(made, dtype);
          expectNaive(measure(a, b, made.tolerance), naiveFigures(a, b, made.tolerance));
        }),
        { numRuns: 60 },
      );
    },
  );

  it("find of equal arms, bit for bit, what they find where a zero has another sign", () => {
    fc.assert(
      fc.property(pair, (made) => {
        const length = Math.max(2, made.length);
        for (const dtype of ["float32", "float64"] as const) {
          const [a] = valuesOf({ ...made, length }, dtype);
          // One in each block: no block is equal in every bit.
          const b = a.slice();
          for (let i = 1; i < length; i += 64) a[i] = 0;
          for (let i = 1; i < length; i += 64) b[i] = -0;
          const { bitIdentical, ...same } = measure(a, a.slice(), made.tolerance);
          const { bitIdentical: isOther, ...other } = measure(a, b, made.tolerance);
          expect([bitIdentical, isOther]).toEqual([true, false]);
          expect(JSON.stringify(same)).toBe(JSON.stringify(other));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("name tolerances that pass, and hardly more than that", () => {
    fc.assert(
      fc.property(pair, (made) => {
        const [a, b] = valuesOf({ ...made, holes: [] }, "float32");
        const { smallestRelative, smallestAbsolute } = measure(a, b, made.tolerance).closeness;
        const { relative, absolute } = made.tolerance;
        expect(measure(a, b, { relative, absolute: smallestAbsolute }).closeness.mismatched).toBe(0);
        if (smallestRelative !== null)
          expect(measure(a, b, { absolute, relative: smallestRelative }).closeness.mismatched).toBe(0);
        const less = smallestAbsolute * (1 - 1e-6);
        // Where rounding of |a| is larger than the step, less may do as well.
        if (smallestAbsolute - less > 1e-7 * relative * Math.max(...a.map(Math.abs)) && less > 0)
          expect(measure(a, b, { relative, absolute: less }).closeness.mismatched).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  it("come from the source that is beside them", async () => {
    const compiler = new URL("../../../src/compare/elementwise/kernel/assembly/compile.mjs", import.meta.url)
      .href;
    const { compileKernel }: { compileKernel(): Promise<Buffer> } = await import(compiler);
    expect((await compileKernel()).toString("base64")).toBe(KERNEL_BYTES);
  });
});
