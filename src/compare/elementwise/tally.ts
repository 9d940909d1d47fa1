import { NeumaierSum } from "../neumaier.ts";
import { joinSpreads, NO_SPREAD, type Spread } from "./spread.ts";

/** Where each sum stands in `Tally.sums`. Those of ratios leave out zero references where their convention does. */
export const SUM = {
  magnitude: 0,
  error: 1,
  baselineSquared: 2,
  candidateSquared: 3,
  product: 4,
  errorSquared: 5,
  mask: 6,
  sklearn: 7,
  torchmetrics: 8,
  keras: 9,
  /** Of |d| / (|a| + |b|). */
  halfSymmetric: 10,
} as const;

/** Where each count stands in `Tally.counts`. */
export const COUNT = {
  /** Pairs of finite numbers. */
  elements: 0,
  zeroReferences: 1,
  /** Zero references without an error. */
  stillZeros: 2,
  rising: 3,
  falling: 4,
  mismatched: 5,
  /** Shares of close elements, but for those that the histogram of the ratios tells. */
  withinOne: 6,
  withinFive: 7,
  baselineNan: 8,
  baselinePositiveInfinity: 9,
  baselineNegativeInfinity: 10,
  candidateNan: 11,
  candidatePositiveInfinity: 12,
  candidateNegativeInfinity: 13,
  nonFiniteMismatches: 14,
  excluded: 15,
} as const;

/** Where each maximum stands in `Tally.maxima`; −∞ where there was nothing to compare. */
export const MAXIMUM = {
  /** −min a */
  negativeLowest: 0,
  highest: 1,
  /** |d| / |a|, zero references aside. */
  ratio: 2,
  ulp: 3,
  /** (|d| − absolute tolerance) / |a|, of elements beyond that tolerance. */
  relativeNeed: 4,
  /** |d| − relative tolerance · |a| */
  absoluteNeed: 5,
} as const;

/** An element that stands out, by its place in the flattened tensors. */
export interface Standout {
  readonly value: number;
  readonly position: number;
  readonly baseline: number;
  readonly candidate: number;
}

/** Where each standout is in `Tally.standouts`. */
export const STANDOUT = { error: 0, mismatchedError: 1, mismatchedRatio: 2 } as const;

/** What is known of some stretch of a pair of tensors. Plain data: it is sent between threads. */
export interface Tally {
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly maxima: Float64Array;
  readonly standouts: (Standout | null)[];
  spread: Spread;
  firstNonFiniteMismatch: Standout | null;
  identical: boolean;
}

const SUMS = Object.keys(SUM).length;

export function newTally(): Tally {
  return {
    sums: new Float64Array(SUMS),
    counts: new Float64Array(Object.keys(COUNT).length),
    maxima: new Float64Array(Object.keys(MAXIMUM).length).fill(Number.NEGATIVE_INFINITY),
    standouts: [null, null, null],
    spread: NO_SPREAD,
    firstNonFiniteMismatch: null,
    identical: true,
  };
}

/** As a new one. */
export function clearTally(tally: Tally): void {
  tally.sums.fill(0);
  tally.counts.fill(0);
  tally.maxima.fill(Number.NEGATIVE_INFINITY);
  tally.standouts.fill(null);
  tally.spread = NO_SPREAD;
  tally.firstNonFiniteMismatch = null;
  tally.identical = true;
}

/** Joins tallies in the order in which they come, which has to be that of their elements. */
export class TallyJoiner {
  readonly tally: Tally = newTally();
  readonly #sums = Array.from({ length: SUMS }, () => new NeumaierSum());

  add(next: Tally): void {
    const { counts, maxima, standouts } = this.tally;
    for (let i = 0; i < SUMS; i += 1) this.#sums[i]?.add(next.sums[i] ?? 0);
    for (let i = 0; i < counts.length; i += 1) counts[i] = (counts[i] ?? 0) + (next.counts[i] ?? 0);
    for (let i = 0; i < maxima.length; i += 1) maxima[i] = Math.max(maxima[i] ?? 0, next.maxima[i] ?? 0);
    for (let i = 0; i < standouts.length; i += 1)
      standouts[i] = larger(standouts[i] ?? null, next.standouts[i] ?? null);
    this.tally.spread = joinSpreads(this.tally.spread, next.spread);
    this.tally.firstNonFiniteMismatch ??= next.firstNonFiniteMismatch;
    this.tally.identical &&= next.identical;
  }

  /** The tally of all, with its sums. */
  finish(): Tally {
    for (const [i, sum] of this.#sums.entries()) this.tally.sums[i] = sum.value;
    return this.tally;
  }
}

/** The first of equals. */
function larger(first: Standout | null, second: Standout | null): Standout | null {
  if (first === null) return second;
  return second !== null && second.value > first.value ? second : first;
}
