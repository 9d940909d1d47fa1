import type * as TensorFlow from "@tensorflow/tfjs-core";
import type { PolicyAnswer, PolicyInput } from "../../contracts/policy.ts";
import { FvalidateError } from "../../support/errors.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { type Backend, type BackendName, loadBackend } from "./backend.ts";
import { encodeInput } from "./encode-input.ts";
import { type Fault, Network } from "./network.ts";
import { SHAPE } from "./shape.ts";
import { drawWeights } from "./weights.ts";

/** A policy that runs in this process. */
export interface EmbeddedPolicy extends AsyncDisposable {
  readonly environment: Readonly<Record<string, string>>;
  /** @param noise [1, 50, 32] float32, finite; left as it is */
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
  await backend.select();
  const weights = uploadWeights(backend, options.weightsSeed);
  const network = new Network(backend.tf, weights, options.fault);
  return {
    environment: backend.environment,
    async infer(input, noise) {
      requireNoise(noise);
      await backend.select();
      return run(backend.tf, network, input, noise);
    },
    async [Symbol.asyncDispose]() {
      for (const weight of weights.values()) weight.dispose();
    },
  };
}

function uploadWeights({ tf }: Backend, seed: number): Map<string, TensorFlow.Tensor2D> {
  return new Map(
    [...drawWeights(seed)].map(([name, { rows, columns, values }]) => [
      name,
      tf.tensor2d(values, [rows, columns]),
    ]),
  );
}

function run(tf: typeof TensorFlow, network: Network, input: PolicyInput, noise: Tensor): PolicyAnswer {
  const { steps, dimensions } = SHAPE;
  // Read inside of the tidy, so that no tensor outlives the question.
  const read = tf.tidy(() => {
    // A copy: TensorFlow.js keeps the array it is given.
    const start = tf.tensor2d(Float32Array.from(noise.data, Number), [steps, dimensions]);
    const { trajectory, actions } = network.denoise(encodeInput(input), start);
    return { actions: actions.dataSync().slice(), trajectory: trajectory.map((x) => x.dataSync().slice()) };
  });
  const trajectory = new Float32Array(read.trajectory.length * steps * dimensions);
  for (const [step, x] of read.trajectory.entries()) trajectory.set(x, step * steps * dimensions);
  return {
    actions: { dtype: "float32", shape: [steps, dimensions], data: Float32Array.from(read.actions) },
    trajectory: { dtype: "float32", shape: [read.trajectory.length, steps, dimensions], data: trajectory },
  };
}

function requireNoise(noise: Tensor): void {
  const { steps, dimensions } = SHAPE;
  if (noise.dtype !== "float32" || noise.shape.join() !== `1,${steps},${dimensions}`) {
    throw new FvalidateError(
      "comparison",
      `The embedded policy takes noise [1, ${steps}, ${dimensions}] float32, not [${noise.shape.join(", ")}] ${noise.dtype}.`,
      { hint: "Set chunk: 50 and actionDimensions: 32 in the suite's capsule." },
    );
  }
}
