import type * as TensorFlow from "@tensorflow/tfjs-core";
import { toHalfPrecision } from "./half-precision.ts";
import type { EncodedInput } from "./encode-input.ts";
import { SHAPE } from "./shape.ts";

type Tf = typeof TensorFlow;
type Tensor2D = TensorFlow.Tensor2D;

/** Faults to plant on purpose, for rehearsals and tests. */
export const FAULTS = ["nine-steps", "output-scale", "gelu-for-silu"] as const;
export type Fault = (typeof FAULTS)[number];

/** Keys and values of the prefix for one block. */
interface Cached {
  readonly key: Tensor2D;
  readonly value: Tensor2D;
}

const NORM_EPSILON = 1e-6;
const OUTPUT_SCALE = 1.001;

/**
 * A flow-matching policy in the shape of pi0's: tokens of pictures, state and text as a prefix that is encoded once,
 * action tokens that attend to it and to each other, and Euler steps from noise at time 1 to actions at time 0. As in
 * pi0 the body computes in half precision and x_t stays in float32; half precision here has float16's 11 significant
 * bits, because a network this small loses a moved ulp in bfloat16's 8 more often than not.
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
    const prefix = this.#cachePrefix(this.#encodePrefix(input));
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
    const pictures = this.#round(tf.tensor2d(patches, [patches.length / pixels, pixels]));
    const pictureTokens = this.#linear(pictures, "patchIn");
    const stateToken = this.#linear(this.#round(tf.tensor2d(state, [1, SHAPE.maximumState])), "stateIn");
    const textTokens = tf.gather(this.#weight("words"), tf.tensor1d(words, "int32"));
    const tokens = tf.concat([pictureTokens, stateToken, textTokens], 0);
    return this.#block("prefix", tokens, null);
  }

  /** The prefix does not change from step to step, so its keys and values are computed once. */
  #cachePrefix(prefix: Tensor2D): Cached[] {
    const normed = this.#norm(prefix);
    return Array.from({ length: SHAPE.blocks }, (_, block) => ({
      key: this.#linear(normed, `block${block}.key`),
      value: this.#linear(normed, `block${block}.value`),
    }));
  }

  #velocity(x: Tensor2D, prefix: readonly Cached[], time: number): Tensor2D {
    let tokens = this.#withTime(x, time);
    for (const [block, cached] of prefix.entries()) tokens = this.#block(`block${block}`, tokens, cached);
    // pi0's last projection is float32: no rounding behind it.
    return this.#tf.matMul(this.#norm(tokens), this.#weight("actionOut"));
  }

  /**
   * The time enters through an MLP over action token and time embedding. As in pi0 its front is float32: x_t meets
   * many roundings of its own before the body, which is where a moved ulp begins to show.
   */
  #withTime(x: Tensor2D, time: number): Tensor2D {
    const tf = this.#tf;
    const embedding = tf.tensor2d(timeEmbedding(time), [1, SHAPE.width]);
    const actions: Tensor2D = tf.matMul(x, this.#weight("actionIn"));
    const inner = this.#linear(tf.concat([actions, tf.tile(embedding, [SHAPE.steps, 1])], 1), "timeUp");
    return this.#linear(this.#fault === "gelu-for-silu" ? this.#gelu(inner) : this.#silu(inner), "timeDown");
  }

  /** Attention over the tokens and the prefix, then an MLP, each behind a norm and added to the tokens. */
  #block(name: string, tokens: Tensor2D, prefix: Cached | null): Tensor2D {
    const tf = this.#tf;
    const attended = this.#round(tf.add(tokens, this.#attention(name, this.#norm(tokens), prefix)));
    const inner = this.#gelu(this.#linear(this.#norm(attended), `${name}.up`));
    return this.#round(tf.add(attended, this.#linear(inner, `${name}.down`)));
  }

  #attention(name: string, tokens: Tensor2D, prefix: Cached | null): Tensor2D {
    const tf = this.#tf;
    const query = this.#linear(tokens, `${name}.query`);
    const own = { key: this.#linear(tokens, `${name}.key`), value: this.#linear(tokens, `${name}.value`) };
    const key = prefix === null ? own.key : tf.concat([prefix.key, own.key], 0);
    const value = prefix === null ? own.value : tf.concat([prefix.value, own.value], 0);
    const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(SHAPE.width));
    const weights = this.#round(tf.softmax(scores as Tensor2D));
    return this.#linear(this.#round(tf.matMul(weights, value)), `${name}.output`);
  }

  #linear(x: Tensor2D, weight: string): Tensor2D {
    return this.#round(this.#tf.matMul(x, this.#weight(weight)));
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
    return toHalfPrecision(this.#tf, x);
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
