import { type RandomSource, randomSource } from "../../support/random.ts";
import type { Tensor } from "../../tensors/tensor.ts";

/**
 * The fixed noise of a run, [1, chunk, actionDimensions] float32, standard normal by the Box–Muller transform of
 * seeded uniform numbers. It has a stream of its own, so it does not depend on the observations.
 */
export function drawNoise(request: { seed: number; chunk: number; actionDimensions: number }): Tensor {
  const { seed, chunk, actionDimensions } = request;
  const random = randomSource(`noise ${seed}`);
  const data = new Float32Array(chunk * actionDimensions);
  for (let i = 0; i < data.length; i += 1) data[i] = standardNormal(random);
  return { dtype: "float32", shape: [1, chunk, actionDimensions], data };
}

/**
 * Every value moved to the next float32 above it, toward positive infinity: IEEE 754-2019's nextUp, 5.3.1. The
 * largest finite value goes to infinity, either zero to the smallest subnormal.
 * @param noise finite float32 values
 */
export function moveUpOneUlp(noise: Tensor): Tensor {
  return {
    ...noise,
    data: Float32Array.from(noise.data, (value: number | bigint) => nextFloat32(Number(value))),
  };
}

function nextFloat32(value: number): number {
  const bits = new Int32Array(1);
  const float = new Float32Array(bits.buffer);
  // The bits of a float count up with its magnitude, so below zero the next value up is one bit pattern less.
  float[0] = value === 0 ? 0 : value;
  bits[0] = (bits[0] ?? 0) + (value < 0 ? -1 : 1);
  return float[0] ?? 0;
}

function standardNormal(random: RandomSource): number {
  // 1 − u lies in (0, 1], so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
