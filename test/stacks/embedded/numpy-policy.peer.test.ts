import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { drawNoise } from "../../../src/run/capsule/noise.ts";
import { encodeInput } from "../../../src/stacks/embedded/encode-input.ts";
import { openEmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";
import { drawWeights } from "../../../src/stacks/embedded/weights.ts";
import { drawInput, wapePercent } from "./questions.ts";

const SCRIPT = fileURLToPath(new URL("./numpy_policy.py", import.meta.url));
const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;
const noise = drawNoise({ seed: 42, chunk: 50, actionDimensions: 32 });

describe.skipIf(!hasNumpy)("the embedded policy in numpy (skipped without python3 and numpy)", () => {
  it.each([0, 1, 2])("agrees up to bfloat16's rounding on question %i", async (index) => {
    const input = drawInput(index);
    const { exact, rounded } = inNumpy(index);
    for (const backend of ["tfjs-cpu", "tfjs-wasm"] as const) {
      await using policy = await openEmbeddedPolicy({ backend, weightsSeed: 42 });
      const { actions } = await policy.infer(input, noise);
      const values = Float64Array.from(actions.data, Number);
      // Another order of summation, and no rounding at all: neither is far, and the formula is the same.
      expect(wapePercent(rounded, values)).toBeLessThan(0.1);
      expect(wapePercent(exact, values)).toBeLessThan(0.2);
    }
  });
});

function inNumpy(index: number): { exact: Float64Array; rounded: Float64Array } {
  const { patches, state, words } = encodeInput(drawInput(index));
  const weights = Object.fromEntries(
    [...drawWeights(42)].map(([name, matrix]) => [name, { ...matrix, values: [...matrix.values] }]),
  );
  const question = {
    weights,
    patches: [...patches],
    state: [...state],
    words: [...words],
    noise: Array.from(noise.data, Number),
  };
  const { stdout, stderr } = spawnSync("python3", [SCRIPT], {
    input: JSON.stringify(question),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (stdout === "") throw new Error(stderr);
  const { exact, rounded }: { exact: number[]; rounded: number[] } = JSON.parse(stdout);
  return { exact: Float64Array.from(exact), rounded: Float64Array.from(rounded) };
}
