import type * as TensorFlow from "@tensorflow/tfjs-core";
import { toBfloat16 } from "./bfloat16.ts";
import type { EncodedInput } from "./encode-input.ts";
import { attend, gelu, linear, norm, type Parameters, project, silu, weightNamed } from "./layers.ts";
import { SHAPE } from "./shape.ts";

type Tensor2D = TensorFlow.Tensor2D;

/** Faults to plant on purpose, for rehearsals and tests. */
export const FAULTS = ["nine-steps", "output-scale", "gelu-for-silu"] as const;
export type Fault = (typeof FAULTS)[number];

export interface Network extends Parameters {
  readonly fault: Fault | undefined;
}

const OUTPUT_SCALE = 1.001;

/**
 * A flow-matching policy in the shape of pi0's: tokens of pictures, state and text as a prefix whose keys and values
 * are computed once, action tokens that attend to it and to each other, and Euler steps from noise at time 1 to
 * actions at time 0.
 *
 * As in pi0 the body's products are stored in bfloat16; the projections around it and x_t are float32, and so is the
 * residual stream here. A network this small has few roundings that one ulp of the noise could turn. The two bfloat16
 * terms of the projections' operands (`project`) lift an ulp far enough for that, so that it moves the actions as far
 * as another order of summation does.
 *
 * @param noise [steps, dimensions]; left as it is
 * @returns x_t at the start of each denoising step, and the actions
 */
export function denoise(
  network: Network,
  input: EncodedInput,
  noise: Tensor2D,
): { trajectory: Tensor2D[]; actions: Tensor2D } {
  const { tf, fault } = network;
  const prefix = encodePrefix(network, input);
  const steps = fault === "nine-steps" ? SHAPE.denoisingSteps - 1 : SHAPE.denoisingSteps;
  const trajectory: Tensor2D[] = [];
  let x = noise;
  for (let step = 0; step < steps; step += 1) {
    trajectory.push(x);
    const velocity = velocityAt(network, { x, prefix, time: 1 - step / steps });
    x = tf.add(x, tf.mul(velocity, -1 / steps));
  }
  return { trajectory, actions: fault === "output-scale" ? tf.mul(x, OUTPUT_SCALE) : x };
}

/** What the action tokens of one block see of the prefix. */
interface KeysAndValues {
  readonly key: Tensor2D;
  readonly value: Tensor2D;
}

function encodePrefix(network: Network, { patches, state, words }: EncodedInput): KeysAndValues[] {
  const { tf } = network;
  const pixels = SHAPE.patch * SHAPE.patch * 3;
  const rounded = (values: Float32Array, columns: number) =>
    toBfloat16(tf, tf.tensor2d(values, [values.length / columns, columns]));
  const textTokens = tf.gather(weightNamed(network, "words"), tf.tensor1d(words, "int32"));
  const tokens = tf.concat(
    [
      linear(network, rounded(patches, pixels), "patchIn"),
      linear(network, rounded(state, SHAPE.maximumState), "stateIn"),
      textTokens,
    ],
    0,
  );
  const normed = norm(tf, tokens);
  return Array.from({ length: SHAPE.blocks }, (_, block) => keysAndValues(network, normed, block));
}

function keysAndValues(network: Network, tokens: Tensor2D, block: number): KeysAndValues {
  return {
    key: linear(network, tokens, `block${block}.key`),
    value: linear(network, tokens, `block${block}.value`),
  };
}

interface Moment {
  readonly x: Tensor2D;
  readonly prefix: readonly KeysAndValues[];
  readonly time: number;
}

function velocityAt(network: Network, { x, prefix, time }: Moment): Tensor2D {
  let tokens = actionTokens(network, x, time);
  for (const [block, seen] of prefix.entries()) {
    tokens = withAttention(network, tokens, { seen, block });
    tokens = withMlp(network, tokens, block);
  }
  return project(network, norm(network.tf, tokens), "actionOut");
}

/** The time enters through an MLP over action token and time embedding, as in pi0. */
function actionTokens(network: Network, x: Tensor2D, time: number): Tensor2D {
  const { tf, fault } = network;
  const embedding = tf.tensor2d(timeEmbedding(time), [1, SHAPE.width]);
  const joined = tf.concat([project(network, x, "actionIn"), tf.tile(embedding, [SHAPE.steps, 1])], 1);
  const inner = project(network, joined, "timeUp");
  const active = fault === "gelu-for-silu" ? gelu(tf, inner) : silu(tf, inner);
  return project(network, active, "timeDown");
}

/** Sines and cosines of the time at wavelengths from 0.004 to 4, as in pi0. */
function timeEmbedding(time: number): Float32Array {
  const half = SHAPE.width / 2;
  return Float32Array.from({ length: SHAPE.width }, (_, i) => {
    const period = 0.004 * 1000 ** ((i % half) / (half - 1));
    const angle = (2 * Math.PI * time) / period;
    return i < half ? Math.sin(angle) : Math.cos(angle);
  });
}

function withAttention(
  network: Network,
  tokens: Tensor2D,
  { seen, block }: { seen: KeysAndValues; block: number },
): Tensor2D {
  const { tf } = network;
  const normed = norm(tf, tokens);
  const own = keysAndValues(network, normed, block);
  const context = { key: tf.concat([seen.key, own.key], 0), value: tf.concat([seen.value, own.value], 0) };
  const attended = attend(tf, linear(network, normed, `block${block}.query`), context);
  return tf.add(tokens, linear(network, attended, `block${block}.output`));
}

function withMlp(network: Network, tokens: Tensor2D, block: number): Tensor2D {
  const { tf } = network;
  const inner = linear(network, norm(tf, tokens), `block${block}.up`);
  return tf.add(tokens, linear(network, toBfloat16(tf, gelu(tf, inner)), `block${block}.down`));
}
