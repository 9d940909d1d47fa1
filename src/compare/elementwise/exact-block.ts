import type { Tolerance } from "../../contracts/pair-measurement.ts";
import {
  addCloseness,
  addConventions,
  addMagnitudes,
  addSpread,
  addStandouts,
  type Pairs,
} from "./exact-sums.ts";
import { type BlockPlace, placeOf } from "./kernel/block-place.ts";
import type { OrderStatistics } from "./order-statistics.ts";
import { COUNT, MAXIMUM, newTally, type Standout, type Tally } from "./tally.ts";

export type Values = Float32Array | Float64Array;

/** Elements that are measured together: small enough to stay in the processor's first cache. */
export const BLOCK_LENGTH = 4096;

/** Up to 4096 pairs of one block. */
export interface Block extends Pick<BlockPlace, "position" | "places" | "baseline" | "candidate"> {
  /** Writes each pair's distance in units in the last place; `null` for dtypes that have none. */
  readonly ulps: ((into: Float64Array) => void) | null;
}

/**
 * Measures a block whatever it holds, one element at a time: what is not finite is counted by position and left out of
 * every figure.
 */
export class ExactBlocks {
  readonly #tolerance: Tolerance;
  readonly #order: OrderStatistics;
  readonly #a = new Float64Array(BLOCK_LENGTH);
  readonly #b = new Float64Array(BLOCK_LENGTH);
  readonly #at = new Uint16Array(BLOCK_LENGTH);
  readonly #terms = new Float64Array(BLOCK_LENGTH);

  constructor(tolerance: Tolerance, order: OrderStatistics) {
    this.#tolerance = tolerance;
    this.#order = order;
  }

  measure(block: Block): Tally {
    const tally = newTally();
    const pairs = this.#finitePairs(block, tally);
    tally.identical = sameValues(block);
    if (pairs.count === 0) return tally;
    addMagnitudes(pairs, tally);
    addSpread(pairs, tally);
    addConventions(pairs, tally);
    addCloseness(pairs, this.#tolerance, tally);
    addStandouts(pairs, (i) => placeOf(block, i), this.#tolerance, tally);
    this.#addRatios(pairs);
    this.#addUlps(block, pairs, tally);
    return tally;
  }

  #finitePairs(block: Block, tally: Tally): Pairs {
    let count = 0;
    for (let i = 0; i < block.baseline.length; i += 1) {
      const baseline = block.baseline[i] ?? 0;
      const candidate = block.candidate[i] ?? 0;
      if (Number.isFinite(baseline) && Number.isFinite(candidate)) {
        this.#a[count] = baseline;
        this.#b[count] = candidate;
        this.#at[count] = i;
        count += 1;
      } else {
        addNonFinite({ value: Number.NaN, position: placeOf(block, i), baseline, candidate }, tally);
      }
    }
    tally.counts[COUNT.elements] = count;
    return { count, a: this.#a, b: this.#b, at: this.#at };
  }

  #addRatios({ count, a, b }: Pairs): void {
    let terms = 0;
    for (let i = 0; i < count; i += 1) {
      const baseline = a[i] ?? 0;
      if (baseline === 0) continue;
      this.#terms[terms] = Math.abs((b[i] ?? 0) - baseline) / Math.abs(baseline);
      terms += 1;
    }
    this.#order.addRatios(this.#terms, terms);
  }

  #addUlps(block: Block, { count, at }: Pairs, tally: Tally): void {
    if (block.ulps === null) return;
    block.ulps(this.#terms);
    let largest = 0;
    for (let i = 0; i < count; i += 1) {
      // Moves down or stays: `at` never runs behind.
      const distance = this.#terms[at[i] ?? 0] ?? 0;
      this.#terms[i] = distance;
      if (distance > largest) largest = distance;
    }
    tally.maxima[MAXIMUM.ulp] = largest;
    this.#order.addUlps(this.#terms, count);
  }
}

/** Counts a pair of which not both are finite. */
export function addNonFinite(pair: Standout, tally: Tally): void {
  const { counts } = tally;
  const add = (index: number) => {
    counts[index] = (counts[index] ?? 0) + 1;
  };
  const kinds = (value: number, nan: number) => {
    if (Number.isNaN(value)) add(nan);
    else if (!Number.isFinite(value)) add(value > 0 ? nan + 1 : nan + 2);
  };
  kinds(pair.baseline, COUNT.baselineNan);
  kinds(pair.candidate, COUNT.candidateNan);
  add(COUNT.excluded);
  if (Object.is(pair.baseline, pair.candidate)) return;
  add(COUNT.nonFiniteMismatches);
  tally.firstNonFiniteMismatch ??= pair;
}

/** −0 and +0 differ; one NaN is as good as another. */
export function sameValues({ baseline, candidate }: Pick<Block, "baseline" | "candidate">): boolean {
  for (let i = 0; i < baseline.length; i += 1) if (!Object.is(baseline[i], candidate[i])) return false;
  return true;
}
