import type * as TensorFlow from "@tensorflow/tfjs-core";

/** 2^13 + 1: cuts the 24 significant bits of float32 to the 11 of float16. */
const SPLITTER = 8193;

/**
 * Rounds every element to the 11 significant bits of float16, ties to even, in plain float32 arithmetic that every
 * backend computes alike: Veltkamp's splitting (T. J. Dekker, "A floating-point technique for extending the available
 * precision", 1971). The exponent keeps float32's range.
 */
export function toHalfPrecision<T extends TensorFlow.Tensor>(tf: typeof TensorFlow, x: T): T {
  const shifted = tf.mul(x, SPLITTER);
  return tf.sub(shifted, tf.sub(shifted, x)) as T;
}

/** The same rounding of numbers, for weights. */
export function roundToHalfPrecision(values: Float32Array): Float32Array {
  return values.map((value) => {
    const shifted = Math.fround(value * SPLITTER);
    return Math.fround(shifted - Math.fround(shifted - value));
  });
}
