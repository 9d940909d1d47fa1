import type * as TensorFlow from "@tensorflow/tfjs-core";
import { toBfloat16 } from "./bfloat16.ts";
import type { EncodedInput } from "./encode-input.ts";
import { SHAPE } from "./shape.ts";

type Tf = typeof TensorFlow;
type Tensor2D = TensorFlow.Tensor2D;

/** Faults to plant on purpose, for rehearsals and tests. */
export const FAULTS = ["nine-steps", "output-scale", "gelu-for-silu"] as const;
export type Fault = (typeof FAULTS)[number];

const NORM_EPSILON = 1e-6;
const OUTPUT_SCALE = 1.001;

/**
 * A flow-matching policy in the shape of pi0's: tokens of pictures, state and text as a prefix that is encoded once,
 * action tokens that attend to it and to each other, and Euler steps from noise at time 1 to actions at time 0. As in
 * pi0 the body computes in bfloat16 precision, x_t stays in float32.
 */
export class Network {
  readonly #tf: Tf;
  readonly #weights: ReadonlyMap<string, Tensor2D>;
  readonly #fault: Fault | undefined;

  constructor(tf: Tf, weights: ReadonlyMap<string, Tensor2D>, fault: Fault | undefined) {
    this.#tf = tf;
    this.#weights = weights;
    this.#fault = fault;
  }

  /**
   * @param noise [steps, dimensions]; left as it is
   * @returns x_t at the start of each denoising step, and the actions
   */
  denoise(input: EncodedInput, noise: Tensor2D): { trajectory: Tensor2D[]; actions: Tensor2D } {
    const prefix = this.#encodePrefix(input);
    const steps = this.#fault === "nine-steps" ? SHAPE.denoisingSteps - 1 : SHAPE.denoisingSteps;
    const trajectory: Tensor2D[] = [];
    let x = noise;
    for (let step = 0; step < steps; step += 1) {
      trajectory.push(x);
      const velocity = this.#velocity(x, prefix, 1 - step / steps);
      x = this.#tf.add(x, this.#tf.mul(velocity, -1 / steps));
    }
    return { trajectory, actions: this.#fault === "output-scale" ? this.#tf.mul(x, OUTPUT_SCALE) : x };
  }

  #encodePrefix({ patches, state, words }: EncodedInput): Tensor2D {
    const tf = this.#tf;
    const pixels = SHAPE.patch * SHAPE.patch * 3;
    const pictureTokens = this.#linear(tf.tensor2d(patches, [patches.length / pixels, pixels]), "patchIn");
    const stateToken = this.#linear(tf.tensor2d(state, [1, SHAPE.maximumState]), "stateIn");
    const textTokens = tf.gather(this.#weight("words"), tf.tensor1d(words, "int32"));
    const tokens = tf.concat([pictureTokens, stateToken, textTokens], 0);
    return this.#block("prefix", tokens, null);
  }

  #velocity(x: Tensor2D, prefix: Tensor2D, time: number): Tensor2D {
    let tokens = this.#withTime(this.#linear(x, "actionIn"), time);
    for (let block = 0; block < SHAPE.blocks; block += 1)
      tokens = this.#block(`block${block}`, tokens, prefix);
    // pi0's last projection is float32: no rounding behind it.
    return this.#tf.matMul(this.#norm(tokens), this.#weight("actionOut"));
  }

  /** The time enters through an MLP over action token and time embedding, as in pi0. */
  #withTime(tokens: Tensor2D, time: number): Tensor2D {
    const tf = this.#tf;
    const embedding = tf.tensor2d(timeEmbedding(time), [1, SHAPE.width]);
    const joined = tf.concat([tokens, tf.tile(embedding, [SHAPE.steps, 1])], 1);
    const inner = this.#linear(joined, "timeUp");
    return this.#linear(this.#fault === "gelu-for-silu" ? this.#gelu(inner) : this.#silu(inner), "timeDown");
  }

  /** Attention over the tokens and the prefix, then an MLP, each behind a norm and added to the tokens. */
  #block(name: string, tokens: Tensor2D, prefix: Tensor2D | null): Tensor2D {
    const tf = this.#tf;
    const normed = this.#norm(tokens);
    const context = prefix === null ? normed : tf.concat([this.#norm(prefix), normed], 0);
    const attended = this.#round(tf.add(tokens, this.#attention(name, normed, context)));
    const inner = this.#gelu(this.#linear(this.#norm(attended), `${name}.up`));
    return this.#round(tf.add(attended, this.#linear(inner, `${name}.down`)));
  }

  #attention(name: string, tokens: Tensor2D, context: Tensor2D): Tensor2D {
    const tf = this.#tf;
    const query = this.#linear(tokens, `${name}.query`);
    const key = this.#linear(context, `${name}.key`);
    const value = this.#linear(context, `${name}.value`);
    const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(SHAPE.width));
    const weights = this.#round(tf.softmax(scores as Tensor2D));
    return this.#linear(this.#round(tf.matMul(weights, value)), `${name}.output`);
  }

  #linear(x: Tensor2D, weight: string): Tensor2D {
    return this.#round(this.#tf.matMul(this.#round(x), this.#weight(weight)));
  }

  /** By the root mean square, in float32, as Gemma's. */
  #norm(x: Tensor2D): Tensor2D {
    const tf = this.#tf;
    const power = tf.mean(tf.square(x), 1, true);
    return this.#round(tf.mul(x, tf.rsqrt(tf.add(power, NORM_EPSILON))) as Tensor2D);
  }

  #silu(x: Tensor2D): Tensor2D {
    return this.#round(this.#tf.mul(x, this.#tf.sigmoid(x)));
  }

  /** The tanh form, as Gemma's: √(2/π) (x + 0.044715 x³). */
  #gelu(x: Tensor2D): Tensor2D {
    const tf = this.#tf;
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return this.#round(tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1)) as Tensor2D);
  }

  #round(x: Tensor2D): Tensor2D {
    return toBfloat16(this.#tf, x);
  }

  #weight(name: string): Tensor2D {
    const weight = this.#weights.get(name);
    if (weight === undefined) throw new RangeError(`no weight ${name}`);
    return weight;
  }
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
