/**
 * Bins of non-negative numbers by the upper bits of their float64 pattern: 256 bins from one power of two to the next,
 * so that the middle of a bin is within 1/513 of all that is in it. Integers up to 511 have a bin of their own.
 */
export const BIN_ERROR_PERCENT = 100 / 513;

/** The sign, which is zero, 11 bits of exponent and 8 of fraction. */
const BINS = 2 ** 19;
const SHIFT = 12;

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);
const bytesOfOne = new Uint8Array(Uint32Array.of(1).buffer);
const HIGH = bytesOfOne[0] === 1 ? 1 : 0;

/** Finite and not negative, or the bin is not to be used. */
export function binOf(value: number): number {
  scratch[0] = value;
  return (words[HIGH] ?? 0) >>> SHIFT;
}

/** The smallest number of a bin. */
export function lowerEdge(bin: number): number {
  words[HIGH] = bin << SHIFT;
  words[1 - HIGH] = 0;
  return scratch[0] ?? 0;
}

/** How many numbers each bin holds, for those that hold any, by ascending bin. Plain data. */
export interface FilledBins {
  readonly bins: Uint32Array;
  /** Float64, as there may be more than 2^32 in one. */
  readonly counts: Float64Array;
}

/** Counts numbers by bin, from several threads. */
export class LogBins {
  readonly #counts = new Map<number, number>();

  add(bin: number, count: number): void {
    this.#counts.set(bin, (this.#counts.get(bin) ?? 0) + count);
  }

  addAll({ bins, counts }: FilledBins): void {
    for (let i = 0; i < bins.length; i += 1) this.add(bins[i] ?? 0, counts[i] ?? 0);
  }

  filled(): FilledBins {
    const bins = Uint32Array.from(this.#counts.keys()).sort();
    return { bins, counts: Float64Array.from(bins, (bin) => this.#counts.get(bin) ?? 0) };
  }
}

/** A counter for each bin, for one thread's inner loop. */
export class BinTable {
  readonly #counts = new Uint32Array(BINS);
  readonly #filled: number[] = [];

  increment(bin: number): void {
    const count = this.#counts[bin] ?? 0;
    if (count === 0) this.#filled.push(bin);
    this.#counts[bin] = count + 1;
  }

  /** Moves what was counted into bins. */
  drain(into: LogBins): void {
    for (const bin of this.#filled) {
      into.add(bin, this.#counts[bin] ?? 0);
      this.#counts[bin] = 0;
    }
    this.#filled.length = 0;
  }
}
