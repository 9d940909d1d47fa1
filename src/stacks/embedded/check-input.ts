import { type PolicyInput, perCamera } from "../../contracts/policy.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { SHAPE } from "./shape.ts";

/** @throws FvalidateError of kind `input` for what the network cannot compute on */
export function requireInput({ images, state }: PolicyInput): void {
  const pictures = perCamera(images);
  if (pictures.length === 0) throw new FvalidateError("input", "There is no picture of any camera.");
  for (const [camera, { width, height, pixels }] of pictures) {
    if (width < 1 || height < 1 || pixels.length !== width * height * 3) {
      throw new FvalidateError(
        "input",
        `The picture of camera ${camera} is ${width}×${height} with ${pixels.length} bytes, not ${width}×${height}×3 bytes of RGB.`,
      );
    }
  }
  if (state.length > SHAPE.maximumState) {
    throw new FvalidateError(
      "input",
      `The state holds ${state.length} numbers; the embedded policy takes up to ${SHAPE.maximumState}.`,
    );
  }
  const bad = state.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new FvalidateError("input", `The state's number ${bad} is ${state[bad]}, not finite.`);
}

/**
 * A copy of the noise.
 * @throws FvalidateError of kind `comparison` for another shape or dtype, of kind `input` for values that are not finite
 */
export function checkedNoise(noise: Tensor): Float32Array {
  const { steps, dimensions } = SHAPE;
  const { data, dtype, shape } = noise;
  if (!(data instanceof Float32Array) || shape.join() !== `1,${steps},${dimensions}`) {
    throw new FvalidateError(
      "comparison",
      `The embedded policy takes noise [1, ${steps}, ${dimensions}] float32, not [${shape.join(", ")}] ${dtype}.`,
      { hint: `Set chunk: ${steps} and actionDimensions: ${dimensions} in the suite's capsule.` },
    );
  }
  if (data.length !== steps * dimensions) {
    throw new FvalidateError(
      "input",
      `The noise holds ${data.length} values, not the ${steps * dimensions} of its shape.`,
    );
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const at = `[0, ${Math.floor(bad / dimensions)}, ${bad % dimensions}]`;
    throw new FvalidateError("input", `The noise at ${at} is ${data[bad]}; all of it must be finite.`, {
      hint: "Draw it again with --seed, or check the .npy file it came from.",
    });
  }
  return data.slice();
}
