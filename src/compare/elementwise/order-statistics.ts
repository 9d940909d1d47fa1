import { binnedDistribution, type Distribution } from "./distribution.ts";
import { exactDistribution } from "./exact-distribution.ts";
import { BinTable, binOf, type FilledBins, LogBins } from "./log-bins.ts";

/**
 * Ratios are counted a thousandfold, so that the shares of close elements (1/1000, 5/1000) end at edges of bins; and a
 * hair more, so that what is just at an edge does not fall below it by rounding.
 */
export const RATIO_SCALE = 1000 * (1 + 2 ** -40);

/** Up to so many elements all terms are kept, and quantiles are exact. */
export const EXACT_LIMIT = 2 ** 20;

/** Collects what figures about the order of elements need: the terms of MAPE, and distances in ULPs. */
export interface OrderStatistics {
  /** @param ratios |d| / |a|, of which the first `count` are meant */
  addRatios(ratios: Float64Array, count: number): void;
  addUlps(distances: Float64Array, count: number): void;
}

/** Keeps all of them. */
export class KeptTerms implements OrderStatistics {
  readonly #terms: KeptNumbers;
  readonly #ulps: KeptNumbers;

  /** @param limit how many there will be at most */
  constructor(limit: number) {
    this.#terms = new KeptNumbers(limit);
    this.#ulps = new KeptNumbers(limit);
  }

  addRatios(ratios: Float64Array, count: number): void {
    this.#terms.add(
      ratios.subarray(0, count).map((ratio) => ratio * 100),
      count,
    );
  }

  /** @param terms in percent, of which the first `count` are meant */
  addTerms(terms: Float64Array, count: number): void {
    this.#terms.add(terms, count);
  }

  addUlps(distances: Float64Array, count: number): void {
    this.#ulps.add(distances, count);
  }

  addZeros(terms: number, distances: number): void {
    this.#terms.addZeros(terms);
    this.#ulps.addZeros(distances);
  }

  /** In percent. */
  terms(): Distribution {
    return this.#terms.distribution();
  }

  ulps(): Distribution {
    return this.#ulps.distribution();
  }
}

/** Where there are only zeros, as of equal tensors, none is kept. */
class KeptNumbers {
  readonly #limit: number;
  #numbers: Float64Array | null = null;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(numbers: Float64Array, count: number): void {
    if (count === 0) return;
    this.#numbers ??= new Float64Array(this.#limit);
    this.#numbers.set(numbers.subarray(0, count), this.#count);
    this.#count += count;
  }

  addZeros(count: number): void {
    this.#count += count;
  }

  distribution(): Distribution {
    if (this.#numbers === null) return zeros(this.#count);
    return exactDistribution(this.#numbers.subarray(0, this.#count));
  }
}

function zeros(count: number): Distribution {
  return { count, errorPercent: 0, quantile: () => 0, sumOfLargest: () => 0 };
}

/** What one thread counted. Plain data. */
export interface CountedTerms {
  readonly ratios: FilledBins;
  /** Those of `ratios` whose blocks have not been looked at one element at a time: their shares are not counted yet. */
  readonly kernelRatios: FilledBins;
  readonly ulps: FilledBins;
}

/** Counts them by bin. */
export class BinnedTerms implements OrderStatistics {
  // Of 2 MB each, and of no use where the kernel counts all.
  #ratioTable: BinTable | null = null;
  #ulpTable: BinTable | null = null;
  readonly ratios = new LogBins();
  readonly kernelRatios = new LogBins();
  readonly ulps = new LogBins();

  addRatios(ratios: Float64Array, count: number): void {
    this.#ratioTable ??= new BinTable();
    const table = this.#ratioTable;
    for (let i = 0; i < count; i += 1) table.increment(binOf((ratios[i] ?? 0) * RATIO_SCALE));
  }

  addUlps(distances: Float64Array, count: number): void {
    this.#ulpTable ??= new BinTable();
    const table = this.#ulpTable;
    for (let i = 0; i < count; i += 1) table.increment(binOf(distances[i] ?? 0));
  }

  /** Empties the tables, whose counters are of 32 bits. */
  drain(): void {
    this.#ratioTable?.drain(this.ratios);
    this.#ulpTable?.drain(this.ulps);
  }

  counted(): CountedTerms {
    return {
      ratios: this.ratios.filled(),
      kernelRatios: this.kernelRatios.filled(),
      ulps: this.ulps.filled(),
    };
  }
}

/** Everything about the order of a pair's elements. */
export interface Order {
  /** |d| / |a| in percent. */
  readonly terms: Distribution;
  readonly ulps: Distribution;
  /** Close elements that no tally holds. */
  readonly withinOne: number;
  readonly withinFive: number;
}

export function keptOrder(order: KeptTerms): Order {
  return { terms: order.terms(), ulps: order.ulps(), withinOne: 0, withinFive: 0 };
}

/** From what all threads counted. */
export function countedOrder(parts: readonly CountedTerms[], maxima: { ratio: number; ulp: number }): Order {
  const ratios = new LogBins();
  const ulps = new LogBins();
  let [withinOne, withinFive] = [0, 0];
  for (const part of parts) {
    ratios.addAll(part.ratios);
    ratios.addAll(part.kernelRatios);
    ulps.addAll(part.ulps);
    withinOne += countBelow(part.kernelRatios, binOf(1));
    withinFive += countBelow(part.kernelRatios, binOf(5));
  }
  return {
    terms: binnedDistribution(ratios.filled(), {
      scale: RATIO_SCALE / 100,
      maximum: maxima.ratio * 100,
      areIntegers: false,
    }),
    ulps: binnedDistribution(ulps.filled(), { scale: 1, maximum: maxima.ulp, areIntegers: true }),
    ...{ withinOne, withinFive },
  };
}

function countBelow({ bins, counts }: FilledBins, end: number): number {
  let count = 0;
  for (let i = 0; i < bins.length; i += 1) if ((bins[i] ?? 0) < end) count += counts[i] ?? 0;
  return count;
}
