import type * as TensorFlow from "@tensorflow/tfjs-core";
import { toBfloat16 } from "./bfloat16.ts";

type Tensor2D = TensorFlow.Tensor2D;

/** Matrices on one backend, by name. */
export interface Parameters {
  readonly tf: typeof TensorFlow;
  readonly weights: ReadonlyMap<string, Tensor2D>;
}

const NORM_EPSILON = 1e-6;

/**
 * A product in float32, for which a token enters as the sum of two bfloat16 terms: the way in which float32 products
 * run on matrix units that take bfloat16.
 */
export function project(parameters: Parameters, x: Tensor2D, weight: string): Tensor2D {
  const { tf } = parameters;
  const high = toBfloat16(tf, x);
  const low = toBfloat16(tf, tf.sub<Tensor2D>(x, high));
  return tf.matMul(tf.add(high, low), weightNamed(parameters, weight));
}

/** @throws RangeError for a name that was not drawn */
export function weightNamed({ weights }: Parameters, name: string): Tensor2D {
  const matrix = weights.get(name);
  if (matrix === undefined) throw new RangeError(`no weight ${name}`);
  return matrix;
}

/** A product stored in bfloat16, as every product in the body is. */
export function linear(parameters: Parameters, x: Tensor2D, weight: string): Tensor2D {
  return toBfloat16(parameters.tf, parameters.tf.matMul(x, weightNamed(parameters, weight)));
}

/** By the root mean square, in float32, as Gemma's. */
export function norm(tf: typeof TensorFlow, x: Tensor2D): Tensor2D {
  const [, width] = x.shape;
  const power = tf.matMul<Tensor2D>(tf.square(x), tf.fill<TensorFlow.Rank.R2>([width, 1], 1 / width));
  const inverse = tf.rsqrt(tf.add<Tensor2D>(power, NORM_EPSILON));
  return tf.mul(x, spread(tf, inverse, width));
}

export function silu(tf: typeof TensorFlow, x: Tensor2D): Tensor2D {
  return tf.mul(x, tf.sigmoid(x));
}

/** The tanh form, as Gemma's: x/2 (1 + tanh(√(2/π) (x + 0.044715 x³))). */
export function gelu(tf: typeof TensorFlow, x: Tensor2D): Tensor2D {
  const cubic = tf.mul(tf.mul(tf.square(x), x), 0.044715);
  const inner = tf.mul(tf.add(x, cubic), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add<Tensor2D>(tf.tanh(inner), 1));
}

/**
 * Attention of one head. Like fused kernels it multiplies the values by unnormalised weights in bfloat16 and divides
 * afterwards; queries and keys come from normed tokens, so the exponentials stay far from float32's limits.
 *
 * @param query [tokens, width]
 * @param context keys and values, [context, width] each
 */
export function attend(
  tf: typeof TensorFlow,
  query: Tensor2D,
  context: { key: Tensor2D; value: Tensor2D },
): Tensor2D {
  const [length, width] = context.key.shape;
  const scores = tf.mul<Tensor2D>(tf.matMul(query, context.key, false, true), 1 / Math.sqrt(width));
  const weights = toBfloat16(tf, tf.exp(scores));
  const totals = tf.matMul<Tensor2D>(weights, tf.ones<TensorFlow.Rank.R2>([length, 1]));
  const sums = tf.matMul<Tensor2D>(weights, context.value);
  return toBfloat16(tf, tf.div<Tensor2D>(sums, spread(tf, totals, width)));
}

/** A column repeated in every column: by a product, because plain JavaScript broadcasts element by element. */
function spread(tf: typeof TensorFlow, column: Tensor2D, width: number): Tensor2D {
  return tf.matMul(column, tf.ones<TensorFlow.Rank.R2>([1, width]));
}
