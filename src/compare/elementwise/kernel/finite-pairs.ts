import { addNonFinite, BLOCK_LENGTH, sameValues, type Values } from "../exact-block.ts";
import { newTally, type Tally } from "../tally.ts";
import type { BlockPlace } from "./block-place.ts";
import type { PairKernel } from "./pair-kernel.ts";

/** Memory of the kernel for the finite pairs of a block, moved together. */
export class FinitePairs {
  readonly #kernel: PairKernel;
  readonly #baseline: Uint8Array;
  readonly #candidate: Uint8Array;
  readonly #baselineBits: Uint8Array;
  readonly #candidateBits: Uint8Array;
  readonly #places: Uint16Array;
  readonly #others: Uint16Array;

  constructor(kernel: PairKernel) {
    this.#kernel = kernel;
    this.#baseline = kernel.allocate(8 * BLOCK_LENGTH);
    this.#candidate = kernel.allocate(8 * BLOCK_LENGTH);
    this.#baselineBits = kernel.allocate(4 * BLOCK_LENGTH);
    this.#candidateBits = kernel.allocate(4 * BLOCK_LENGTH);
    this.#places = halves(kernel);
    this.#others = halves(kernel);
  }

  /**
   * @returns those pairs, until the next call, and a tally of the rest by position; `null` where there is no rest
   */
  split(place: BlockPlace): { finite: BlockPlace; rest: Tally } | null {
    const { position, baseline, candidate, patterns } = place;
    const isWide = baseline instanceof Float64Array;
    const { finitePairs } = this.#kernel.loops(isWide ? "float64" : "float32");
    // biome-ignore format: from and to
    const count = finitePairs(
      baseline.byteOffset, candidate.byteOffset,
      patterns?.baseline.byteOffset ?? 0, patterns?.candidate.byteOffset ?? 0, baseline.length,
      this.#baseline.byteOffset, this.#candidate.byteOffset,
      this.#baselineBits.byteOffset, this.#candidateBits.byteOffset,
      this.#places.byteOffset, this.#others.byteOffset,
    );
    if (count === baseline.length) return null;
    const finite = {
      ...{ position, places: this.#places },
      baseline: valuesOf(this.#baseline, isWide, count),
      candidate: valuesOf(this.#candidate, isWide, count),
      patterns:
        patterns === null
          ? null
          : {
              baseline: patternsOf(this.#baselineBits, count),
              candidate: patternsOf(this.#candidateBits, count),
            },
    };
    return { finite, rest: this.#tallyOf(place, baseline.length - count) };
  }

  #tallyOf({ position, baseline, candidate }: BlockPlace, others: number): Tally {
    const tally = newTally();
    tally.identical = sameValues({ baseline, candidate });
    for (const i of this.#others.subarray(0, others)) {
      const pair = { baseline: baseline[i] ?? 0, candidate: candidate[i] ?? 0 };
      addNonFinite({ value: Number.NaN, position: position + i, ...pair }, tally);
    }
    return tally;
  }
}

/** One more than a block has: the kernel writes before it knows what is kept. */
function halves(kernel: PairKernel): Uint16Array {
  const { buffer, byteOffset } = kernel.allocate(2 * BLOCK_LENGTH + 2);
  return new Uint16Array(buffer, byteOffset, BLOCK_LENGTH);
}

function valuesOf({ buffer, byteOffset }: Uint8Array, isWide: boolean, count: number): Values {
  return isWide ? new Float64Array(buffer, byteOffset, count) : new Float32Array(buffer, byteOffset, count);
}

function patternsOf({ buffer, byteOffset }: Uint8Array, count: number): Int32Array {
  return new Int32Array(buffer, byteOffset, count);
}
