import { indexOf } from "./index-of.ts";

/** Where one arm holds NaN or an infinity, and whether the other holds the same there. */
export interface NonFiniteReport {
  readonly baseline: NonFiniteCounts;
  readonly candidate: NonFiniteCounts;
  /** Positions at which the arms do not hold the same non-finite value. */
  readonly mismatches: number;
  /** [observation, step, dimension] of the first mismatch, with both values. */
  readonly firstMismatch: {
    readonly index: readonly number[];
    readonly baseline: number;
    readonly candidate: number;
  } | null;
  /** Positions left out of every metric: those where either arm is not finite. */
  readonly excluded: number;
}

export interface NonFiniteCounts {
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
}

/** Collects the non-finite pairs of one comparison; the metrics see only the finite ones. */
export class NonFiniteCollector {
  readonly #shape: readonly number[];
  readonly #baseline = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  readonly #candidate = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
  #mismatches = 0;
  #firstMismatch: NonFiniteReport["firstMismatch"] = null;
  #excluded = 0;

  constructor(shape: readonly number[]) {
    this.#shape = shape;
  }

  add(pair: { position: number; baseline: number; candidate: number }): void {
    count(this.#baseline, pair.baseline);
    count(this.#candidate, pair.candidate);
    this.#excluded += 1;
    if (Object.is(pair.baseline, pair.candidate)) return;
    this.#mismatches += 1;
    const { position, baseline, candidate } = pair;
    this.#firstMismatch ??= { index: indexOf(position, this.#shape), baseline, candidate };
  }

  report(): NonFiniteReport {
    return {
      baseline: this.#baseline,
      candidate: this.#candidate,
      mismatches: this.#mismatches,
      firstMismatch: this.#firstMismatch,
      excluded: this.#excluded,
    };
  }
}

function count(counts: { -readonly [key in keyof NonFiniteCounts]: number }, value: number): void {
  if (Number.isNaN(value)) counts.nan += 1;
  else if (value === Number.POSITIVE_INFINITY) counts.positiveInfinity += 1;
  else if (value === Number.NEGATIVE_INFINITY) counts.negativeInfinity += 1;
}
