import type { MetricAccumulator, PairBlock } from "./metrics/metric.ts";

/** Sums over the pairs of one observation, one horizon step or one action dimension. */
export interface GroupSums {
  readonly elements: number;
  /** Σ |d|/|a|; Infinity or NaN where a reference is zero, as in the naive MAPE. */
  readonly percentageTerms: number;
  /** Σ |d| */
  readonly absoluteError: number;
  /** Σ |a| */
  readonly absoluteBaseline: number;
  /** Σ d² */
  readonly squaredError: number;
  /** Σ a² */
  readonly squaredBaseline: number;
  /** max |d| */
  readonly maxAbsolute: number;
}

const COLUMNS = 7;

/** Groups pairs by their index along one axis of the tensor; runs beside the metrics over the same blocks. */
export class GroupedErrors implements Omit<MetricAccumulator, "finish"> {
  readonly #sums: Float64Array;
  readonly #stride: number;
  readonly #size: number;

  constructor(shape: readonly number[], axis: number) {
    this.#size = shape[axis] ?? 1;
    this.#stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    this.#sums = new Float64Array(this.#size * COLUMNS);
  }

  add(block: PairBlock): void {
    for (let i = 0; i < block.length; i += 1) {
      const group = Math.floor((block.positions[i] ?? 0) / this.#stride) % this.#size;
      this.#addPair(group * COLUMNS, block.baseline[i] ?? 0, block.error[i] ?? 0);
    }
  }

  groups(): GroupSums[] {
    return Array.from({ length: this.#size }, (_, group) => this.#group(group * COLUMNS));
  }

  #addPair(at: number, baseline: number, signedError: number): void {
    const sums = this.#sums;
    const magnitude = Math.abs(baseline);
    const error = Math.abs(signedError);
    sums[at] = (sums[at] ?? 0) + 1;
    sums[at + 1] = (sums[at + 1] ?? 0) + error / magnitude;
    sums[at + 2] = (sums[at + 2] ?? 0) + error;
    sums[at + 3] = (sums[at + 3] ?? 0) + magnitude;
    sums[at + 4] = (sums[at + 4] ?? 0) + error * error;
    sums[at + 5] = (sums[at + 5] ?? 0) + magnitude * magnitude;
    sums[at + 6] = Math.max(sums[at + 6] ?? 0, error);
  }

  #group(at: number): GroupSums {
    const column = (offset: number) => this.#sums[at + offset] ?? 0;
    return {
      elements: column(0),
      percentageTerms: column(1),
      absoluteError: column(2),
      absoluteBaseline: column(3),
      squaredError: column(4),
      squaredBaseline: column(5),
      maxAbsolute: column(6),
    };
  }
}

/** The naive MAPE of a group or of several, in percent; NaN or Infinity where the formula is. */
export function mapePercentOf(groups: readonly GroupSums[]): number {
  return (total(groups, "percentageTerms") / total(groups, "elements")) * 100;
}

/** The WAPE of a group or of several, in percent; NaN where both arms are all zeros. */
export function wapePercentOf(groups: readonly GroupSums[]): number {
  return (total(groups, "absoluteError") / total(groups, "absoluteBaseline")) * 100;
}

function total(groups: readonly GroupSums[], key: keyof GroupSums): number {
  return groups.reduce((sum, group) => sum + group[key], 0);
}
