/** Two neighbouring pieces of a series: [0, split) and [split, end). */
export interface Split {
  readonly split: number;
  readonly end: number;
  /** Two-sample energy statistic between the pieces; 0 where they hold the same values. */
  readonly statistic: number;
}

/**
 * The pair of neighbouring pieces that differ most, the first beginning where the series does. The second may end before the series
 * does, so that a change that was taken back is seen too.
 *
 * The statistic is nm/(n+m) · (2 E|X−Y| − E|X−X′| − E|Y−Y′|) with plain means over all pairs (G. J. Székely and
 * M. L. Rizzo, "Testing for equal distributions in high dimension", InterStat 2004); the search is that of E-divisive
 * (D. S. Matteson and N. A. James, JASA 109, 2014, 334–345).
 *
 * @param smallest the fewest values in a piece
 * @returns `null` where the series is shorter than two pieces
 */
export function greatestSplit(values: ArrayLike<number>, smallest: number): Split | null {
  const { length } = values;
  if (length < 2 * smallest) return null;
  const sums = new PairSums(values);
  let best: Split = { split: smallest, end: length, statistic: -1 };
  for (let split = smallest; split <= length - smallest; split += 1) {
    for (let end = split + smallest; end <= length; end += 1) {
      const statistic = sums.statistic(split, end);
      if (statistic > best.statistic) best = { split, end, statistic };
    }
  }
  return best;
}

/** Sums of |x_a − x_b| over a < i, b < j, for all i ≤ j. */
class PairSums {
  readonly #sums: Float64Array;
  readonly #stride: number;

  constructor(values: ArrayLike<number>) {
    const { length } = values;
    const stride = length + 1;
    const sums = new Float64Array(stride * stride);
    for (let i = 0; i < length; i += 1) {
      const value = values[i] ?? 0;
      let row = 0;
      for (let j = 0; j < length; j += 1) {
        row += Math.abs(value - (values[j] ?? 0));
        sums[(i + 1) * stride + j + 1] = (sums[i * stride + j + 1] ?? 0) + row;
      }
    }
    this.#sums = sums;
    this.#stride = stride;
  }

  statistic(split: number, end: number): number {
    const n = split;
    const m = end - split;
    const first = this.#at(split, split);
    const across = this.#at(split, end) - first;
    const second = this.#at(end, end) - first - 2 * across;
    return ((n * m) / (n + m)) * ((2 * across) / (n * m) - first / (n * n) - second / (m * m));
  }

  #at(i: number, j: number): number {
    return this.#sums[i * this.#stride + j] ?? 0;
  }
}
