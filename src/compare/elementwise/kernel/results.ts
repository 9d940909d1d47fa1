/** Where a block's loop leaves what it has found, in `PairKernel.results`. Ratios and sums of them are scaled. */
export const RESULT = {
  sumA: 0,
  sumB: 1,
  magnitude: 2,
  error: 3,
  aa: 4,
  ab: 5,
  dd: 6,
  ratio: 7,
  half: 8,
  mismatched: 9,
  falling: 10,
  rising: 11,
  lowest: 12,
  highest: 13,
  /** Of the magnitudes of the baseline. */
  smallest: 14,
  /** Rounded to float32 for elements of float32. */
  largestError: 15,
  largestUlp: 16,
  /** The upper word of the largest ratio. */
  largestRatio: 17,
  /** Of float64 alone. */
  smallestNonZero: 18,
  /** Of equal arms alone. */
  zeros: 19,
} as const;
