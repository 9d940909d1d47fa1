import type { PolicyInput } from "../../../src/contracts/policy.ts";
import type { EmbeddedPolicy } from "../../../src/stacks/embedded/policy.ts";
import type { Picture } from "../../../src/support/picture.ts";
import { randomSource } from "../../../src/support/random.ts";
import type { Tensor } from "../../../src/tensors/tensor.ts";

/** Small pictures of seeded noise, a state and a text that differ from question to question. */
export function drawInput(index: number): PolicyInput {
  const random = randomSource(`test input ${index}`);
  const picture = (): Picture => ({
    width: 32,
    height: 32,
    pixels: Uint8Array.from({ length: 32 * 32 * 3 }, () => Math.floor(256 * random())),
  });
  return {
    images: { base: picture(), leftWrist: picture(), rightWrist: picture() },
    state: Array.from({ length: 14 }, () => 2 * random() - 1),
    instruction: `move thing ${index} to place ${Math.floor(10 * random())}`,
  };
}

/** The actions of questions 0 to n − 1, one after the other. */
export async function askAll(policy: EmbeddedPolicy, count: number, noise: Tensor): Promise<Float64Array> {
  const values = new Float64Array(count * 1600);
  for (let index = 0; index < count; index += 1) {
    const { actions } = await policy.infer(drawInput(index), noise);
    values.set(Float64Array.from(actions.data, Number), index * 1600);
  }
  return values;
}

/** Σ|candidate − baseline| / Σ|baseline| · 100. */
export function wapePercent(baseline: Float64Array, candidate: Float64Array): number {
  let [error, magnitude] = [0, 0];
  for (const [i, value] of baseline.entries()) {
    error += Math.abs((candidate[i] ?? Number.NaN) - value);
    magnitude += Math.abs(value);
  }
  return (100 * error) / magnitude;
}
