import { describe, expect, it } from "vitest";
import { roundToBfloat16 } from "../../../src/stacks/embedded/bfloat16.ts";
import { encodeInput } from "../../../src/stacks/embedded/encode-input.ts";
import { drawWeights } from "../../../src/stacks/embedded/weights.ts";
import { drawInput } from "./questions.ts";

describe("encodeInput", () => {
  const input = drawInput(0);
  const encode = (change: Partial<typeof input>) => encodeInput({ ...input, ...change });

  it("averages each box of pixels and cuts four patches of 16×16", () => {
    // 64×64 pixels of which the first is white: the first of 32×32 boxes holds 2×2, so its mean is 255 / 4.
    const pixels = new Uint8Array(64 * 64 * 3);
    pixels.fill(255, 0, 3);
    // The last pixel of the third patch's first row: row 32, column 31.
    pixels.fill(255, (32 * 64 + 31) * 3, (32 * 64 + 32) * 3);
    const { patches } = encode({ images: { ...input.images, base: { width: 64, height: 64, pixels } } });
    expect(patches).toHaveLength(3 * 4 * 16 * 16 * 3);
    const picture = patches.slice(0, 4 * 768);
    const lit = [...picture.entries()].filter(([, value]) => value !== -1);
    expect(lit).toEqual([0, 1, 2, 1536 + 45, 1536 + 46, 1536 + 47].map((at) => [at, -0.5]));
  });

  it("has no tokens for a camera that is missing", () => {
    const { base, leftWrist } = input.images;
    const { patches } = encode({ images: { base, leftWrist } });
    expect(patches).toEqual(encode({}).patches.slice(0, 2 * 4 * 768));
  });

  it("pads the state with zeros", () => {
    expect([...encode({ state: [0.5, -1] }).state]).toEqual([0.5, -1, ...new Array<number>(30).fill(0)]);
  });

  it("hashes words, whatever their case and the space between them", () => {
    // FNV-1a of "a" is e40c292c: its published test vector; cut to 256 rows, 0x2c.
    expect([...encode({ instruction: " A \n a" }).words]).toEqual([
      0x2c,
      0x2c,
      ...new Array<number>(10).fill(0),
    ]);
    expect([...encode({ instruction: "" }).words]).toEqual(new Array<number>(12).fill(0));
    expect(encode({ instruction: "word ".repeat(1000) }).words).toHaveLength(12);
  });
});

describe("drawWeights", () => {
  it("gives the same numbers for the same seed, others for another", () => {
    expect(drawWeights(1)).toEqual(drawWeights(1));
    expect(drawWeights(1).get("stateIn")).not.toEqual(drawWeights(2).get("stateIn"));
  });

  it("draws the body in bfloat16 with variance 1 / rows", () => {
    for (const [name, { rows, columns, values }] of drawWeights(42)) {
      expect(values, name).toHaveLength(rows * columns);
      if (!name.startsWith("block")) continue;
      expect(values, name).toEqual(roundToBfloat16(values));
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(variance * rows, name).toBeGreaterThan(0.75);
      expect(variance * rows, name).toBeLessThan(1.25);
    }
  });
});
