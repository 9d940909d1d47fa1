import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBackend } from "../../../src/stacks/embedded/backend.ts";
import { roundToBfloat16, toBfloat16 } from "../../../src/stacks/embedded/bfloat16.ts";

/** Every pattern of the 16 cut bits' ends and the last kept bits, in several binades, both signs. */
function hardPatterns(): Float32Array {
  const bits: number[] = [];
  for (const exponent of [18, 100, 126, 127, 128, 140, 236])
    for (const kept of [0, 1, 2, 0x3f, 0x40, 0x7e, 0x7f])
      for (const cut of [0, 1, 2, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0x8002, 0xfffe, 0xffff])
        for (const sign of [0, 1]) bits.push(((sign << 31) | (exponent << 23) | (kept << 16) | cut) >>> 0);
  return new Float32Array(Uint32Array.from(bits).buffer);
}

/** Round to nearest, ties to even, on the bits: IEEE 754-2019, 4.3.1, for a significand cut by 16 bits. */
function reference(values: Float32Array): Float32Array {
  const bits = new Uint32Array(values.slice().buffer);
  return new Float32Array(
    bits.map((pattern) => ((pattern + 0x7fff + ((pattern >>> 16) & 1)) & 0xffff0000) >>> 0).buffer,
  );
}

function patterns(values: ArrayLike<number>): Uint32Array {
  return new Uint32Array(Float32Array.from(values).buffer);
}

describe("bfloat16 rounding", () => {
  const hard = hardPatterns();

  it("of numbers agrees with the bits' rounding", () => {
    expect(patterns(roundToBfloat16(hard))).toEqual(patterns(reference(hard)));
  });

  it("of numbers agrees with the bits' rounding for anything from 2^-100 to 2^100", () => {
    const values = fc.float({ min: 2 ** -100, max: 2 ** 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(values, { minLength: 1 }), (list) => {
        const drawn = Float32Array.from(list, (value, i) => (i % 2 === 0 ? value : -value));
        expect(patterns(roundToBfloat16(drawn))).toEqual(patterns(reference(drawn)));
      }),
    );
  });

  for (const name of ["tfjs-cpu", "tfjs-wasm"] as const) {
    it(`on ${name} agrees with the bits' rounding`, async () => {
      const backend = await loadBackend(name);
      const rounded = await backend.run(() =>
        tf.tidy(() => toBfloat16(tf, tf.tensor1d(hard)).dataSync().slice()),
      );
      expect(patterns(rounded)).toEqual(patterns(reference(hard)));
    });
  }

  it("keeps zeros, of either sign", () => {
    expect([...roundToBfloat16(Float32Array.of(0, -0))]).toEqual([0, -0]);
  });
});
