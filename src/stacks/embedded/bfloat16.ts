import type * as TensorFlow from "@tensorflow/tfjs-core";

/** 2^16 + 1: cuts the 24 significant bits of float32 to the 8 of bfloat16. */
const SPLITTER = 65537;

/**
 * Rounds every element to bfloat16 precision, ties to even, in plain float32 arithmetic that every backend computes
 * alike: Veltkamp's splitting (T. J. Dekker, "A floating-point technique for extending the available precision",
 * 1971). Exact for zero and for magnitudes from 2^-110 to 2^110, far beyond those of this network; infinities become
 * NaN.
 */
export function toBfloat16<T extends TensorFlow.Tensor>(tf: typeof TensorFlow, x: T): T {
  const shifted = tf.mul<T>(x, SPLITTER);
  return tf.sub(shifted, tf.sub(shifted, x));
}

/** The same rounding of numbers, for weights. */
export function roundToBfloat16(values: Float32Array): Float32Array {
  return values.map((value) => {
    const shifted = Math.fround(value * SPLITTER);
    return Math.fround(shifted - Math.fround(shifted - value));
  });
}
