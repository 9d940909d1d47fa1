import type * as TensorFlow from "@tensorflow/tfjs-core";
import type { PolicyAnswer, PolicyInput } from "../../contracts/policy.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { type BackendName, loadBackend } from "./backend.ts";
import { checkedNoise, requireInput } from "./check-input.ts";
import { encodeInput } from "./encode-input.ts";
import { denoise, type Fault, type Network } from "./network.ts";
import { SHAPE } from "./shape.ts";
import { weightsOf } from "./weights.ts";

/** A policy that runs in this process. */
export interface EmbeddedPolicy extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Answers one question; several at once wait for one another.
   *
   * @param noise [1, 50, 32] float32, finite; left as it is
   * @returns actions [50, 32] and the trajectory [10, 50, 32], float32
   * @throws FvalidateError of kind `comparison` for noise of another shape, of kind `input` for other unusable inputs,
   *   of kind `stack` after the policy was closed
   */
  infer(input: PolicyInput, noise: Tensor): Promise<PolicyAnswer>;
}

/**
 * Opens the embedded policy on a backend. The same seed gives the same weights on every backend.
 * @throws FvalidateError of kind `stack` when the backend cannot run here
 */
export async function openEmbeddedPolicy(options: {
  backend: BackendName;
  weightsSeed: number;
  fault?: Fault | undefined;
}): Promise<EmbeddedPolicy> {
  const backend = await loadBackend(options.backend);
  const weights = await backend.run(() => uploadWeights(backend.tf, options.weightsSeed));
  const network: Network = { tf: backend.tf, weights, fault: options.fault };
  return {
    environment: backend.environment,
    async infer(input, noise) {
      requireInput(input);
      const values = checkedNoise(noise);
      return backend.run(() => {
        if (weights.size === 0) throw new FvalidateError("stack", "The embedded policy was closed.");
        return answer(network, input, values);
      });
    },
    [Symbol.asyncDispose]: () =>
      backend.run(() => {
        for (const weight of weights.values()) weight.dispose();
        weights.clear();
      }),
  };
}

function uploadWeights(tf: typeof TensorFlow, seed: number): Map<string, TensorFlow.Tensor2D> {
  return new Map(
    [...weightsOf(seed)].map(([name, { rows, columns, values }]) => [
      name,
      tf.tensor2d(values, [rows, columns]),
    ]),
  );
}

/** @param noise this call's own copy: TensorFlow.js keeps the array it is given */
function answer(network: Network, input: PolicyInput, noise: Float32Array): PolicyAnswer {
  const { tf } = network;
  const { steps, dimensions } = SHAPE;
  const size = steps * dimensions;
  const actions = new Float32Array(size);
  let moments = new Float32Array();
  // Read inside of the tidy, so that no tensor outlives the question.
  tf.tidy(() => {
    const denoised = denoise(network, encodeInput(input), tf.tensor2d(noise, [steps, dimensions]));
    actions.set(denoised.actions.dataSync());
    moments = new Float32Array(denoised.trajectory.length * size);
    for (const [step, x] of denoised.trajectory.entries()) moments.set(x.dataSync(), step * size);
  });
  return {
    actions: { dtype: "float32", shape: [steps, dimensions], data: actions },
    trajectory: { dtype: "float32", shape: [moments.length / size, steps, dimensions], data: moments },
  };
}
