import { type Distribution, interpolate } from "./distribution.ts";
import { selectRank } from "./select-rank.ts";

/** Bins of the upper 16 bits of a float64 that is not negative: 16 from one power of two to the next. */
const SHIFT = 16;
const BINS = 2 ** 15;
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Zeros but while a distribution is made. */
const table = new Uint32Array(BINS);

/**
 * Values are counted by bin once; whatever value is asked for is then looked for in its bin alone.
 * @param values not negative and without NaN; neither written to nor copied
 */
export function exactDistribution(values: Float64Array): Distribution {
  const ranked = new RankedValues(values);
  const count = values.length;
  return {
    count,
    errorPercent: 0,
    quantile: (probability) => interpolate(probability, count, (rank) => ranked.valueAt(rank)),
    sumOfLargest: (howMany) =>
      howMany === 0 ? 0 : sumFrom(values, ranked.valueAt(count - howMany), howMany),
  };
}

class RankedValues {
  readonly #values: Float64Array;
  readonly #words: Uint32Array;
  readonly #firstBin: number;
  /** Of the bins from `#firstBin` to the last one that holds any. */
  readonly #counts: Uint32Array;
  readonly #members = new Map<number, Float64Array>();

  constructor(values: Float64Array) {
    this.#values = values;
    this.#words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    let [first, last] = [BINS, -1];
    for (let i = HIGH; i < this.#words.length; i += 2) {
      const bin = (this.#words[i] ?? 0) >>> SHIFT;
      table[bin] = (table[bin] ?? 0) + 1;
      if (bin < first) first = bin;
      if (bin > last) last = bin;
    }
    this.#firstBin = first;
    this.#counts = table.slice(first, last + 1);
    table.fill(0, first, last + 1);
  }

  /** As if all were sorted. */
  valueAt(rank: number): number {
    let bin = 0;
    let below = 0;
    while (bin < this.#counts.length - 1 && below + (this.#counts[bin] ?? 0) <= rank) {
      below += this.#counts[bin] ?? 0;
      bin += 1;
    }
    const members = this.#members.get(bin) ?? this.#collect(bin);
    this.#members.set(bin, members);
    return members.length === 1 ? (members[0] ?? Number.NaN) : selectRank(members, rank - below);
  }

  /** A bin's values; only one where all are the same. */
  #collect(bin: number): Float64Array {
    const found = new Float64Array(this.#counts[bin] ?? 0);
    const wanted = bin + this.#firstBin;
    let count = 0;
    let isVaried = false;
    for (let i = 0; i < this.#values.length; i += 1) {
      if ((this.#words[2 * i + HIGH] ?? 0) >>> SHIFT !== wanted) continue;
      const value = this.#values[i] ?? 0;
      found[count] = value;
      count += 1;
      isVaried ||= value !== found[0];
    }
    return isVaried ? found : found.subarray(0, 1);
  }
}

/** Of so many of the largest, the smallest of which is known. */
function sumFrom(values: Float64Array, smallest: number, howMany: number): number {
  let sum = 0;
  let larger = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value <= smallest) continue;
    sum += value;
    larger += 1;
  }
  return sum + (howMany - larger) * smallest;
}
