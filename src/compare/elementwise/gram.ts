/** Scalar products of the error tensors of the observations, each divided by its largest element, or scaled alike. */
export interface ErrorGram {
  /** Row by row, observations × observations; a row of zeros for an observation without an error. */
  readonly gram: Float64Array;
  readonly observations: number;
}

/** d = b − a, 0 where either is not finite. */
export function writeErrors(baseline: Float64Array, candidate: Float64Array, into: Float64Array): void {
  for (let i = 0; i < into.length; i += 1) {
    const error = (candidate[i] ?? 0) - (baseline[i] ?? 0);
    into[i] = Number.isFinite(error) ? error : 0;
  }
}

/** The largest |error| of each observation, piece by piece. */
export class LargestErrors {
  readonly largest: Float64Array;

  constructor(observations: number) {
    this.largest = new Float64Array(observations);
  }

  add(observation: number, errors: Float64Array): void {
    let largest = this.largest[observation] ?? 0;
    for (let i = 0; i < errors.length; i += 1) largest = Math.max(largest, Math.abs(errors[i] ?? 0));
    this.largest[observation] = largest;
  }
}

/**
 * Sums up the products, piece by piece. Errors are divided by the largest one of their observation, so that squares
 * neither overflow nor vanish.
 */
export class GramSums {
  readonly #gram: Float64Array;
  readonly #scales: Float64Array;

  /** @param largest of each observation */
  constructor(largest: Float64Array) {
    this.#scales = largest.map((value) => (value === 0 ? 0 : 1 / value));
    this.#gram = new Float64Array(largest.length ** 2);
  }

  /** @param pieces the same stretch of each observation's errors; they are scaled in place */
  add(pieces: readonly Float64Array[]): void {
    for (const [row, piece] of pieces.entries()) scale(piece, this.#scales[row] ?? 0);
    const size = pieces.length;
    for (const [row, first] of pieces.entries()) {
      for (let column = row; column < size; column += 1) {
        const at = row * size + column;
        this.#gram[at] = (this.#gram[at] ?? 0) + dot(first, pieces[column] ?? first);
      }
    }
  }

  finish(): ErrorGram {
    const observations = this.#scales.length;
    for (let row = 0; row < observations; row += 1) {
      for (let column = 0; column < row; column += 1)
        this.#gram[row * observations + column] = this.#gram[column * observations + row] ?? 0;
    }
    return { gram: this.#gram, observations };
  }
}

/** A scale of a subnormal error overflows: its elements are scaled in two steps. */
function scale(values: Float64Array, factor: number): void {
  if (factor === Number.POSITIVE_INFINITY) {
    for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) * 2 ** 1000;
    return;
  }
  for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) * factor;
}

/** Four sums side by side, as a processor can add them. */
function dot(first: Float64Array, second: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = first.length - (first.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += (first[i] ?? 0) * (second[i] ?? 0);
    s1 += (first[i + 1] ?? 0) * (second[i + 1] ?? 0);
    s2 += (first[i + 2] ?? 0) * (second[i + 2] ?? 0);
    s3 += (first[i + 3] ?? 0) * (second[i + 3] ?? 0);
  }
  for (let i = whole; i < first.length; i += 1) s0 += (first[i] ?? 0) * (second[i] ?? 0);
  return s0 + s1 + (s2 + s3);
}
