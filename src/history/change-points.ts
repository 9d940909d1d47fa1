import { type RandomSource, randomSource } from "../support/random.ts";
import { greatestSplit } from "./energy.ts";

/** One odd night is no change, and neither are two: a change must have lasted for so many runs on either side. */
export const SMALLEST_SEGMENT = 3;

/** How often a series in which nothing changed shows a change point all the same. */
export const CHANGE_POINT_LEVEL = 0.01;

const PERMUTATIONS = 999;
/** With this many arrangements as extreme as the series itself, p is above the level whatever the others are. */
const HITS_BEYOND_LEVEL = Math.floor(CHANGE_POINT_LEVEL * (PERMUTATIONS + 1));
/** Statistics that differ by less than their rounding are ties, and ties count as "at least as large". */
const TIE_TOLERANCE = 1e-9;

export interface FoundChange {
  /** Position of the first value after the change. */
  readonly index: number;
  readonly p: number;
}

/**
 * Where the values of a series change, by E-divisive with means (Matteson and James, JASA 109, 2014; put to this use by
 * Daly et al., "The use of change point detection to identify software performance regressions in a continuous
 * integration system", ICPE 2020): the series is cut where its two pieces differ most, and so are the pieces, for as
 * long as the cut is one that at most 1 % of all orders of the same values show. Such a permutation test needs no
 * distribution, holds its level for any number of runs, and is right for values that repeat; it takes for granted that
 * without a change the order of the runs says nothing.
 *
 * @param values in the order of time, without gaps
 */
export function changePoints(values: readonly number[], seed: number): FoundChange[] {
  const random = randomSource(`change points ${seed}`);
  return changesWithin(Float64Array.from(values), 0, random);
}

function changesWithin(values: Float64Array, offset: number, random: RandomSource): FoundChange[] {
  const best = greatestSplit(values, SMALLEST_SEGMENT);
  if (best === null || best.statistic <= 0) return [];
  const p = permutationP(values, best.statistic, random);
  if (p === null) return [];
  return [
    ...changesWithin(values.subarray(0, best.split), offset, random),
    { index: offset + best.split, p },
    ...changesWithin(values.subarray(best.split), offset + best.split, random),
  ];
}

/** `null` where p is above the level. */
function permutationP(values: Float64Array, observed: number, random: RandomSource): number | null {
  const order = values.slice();
  const threshold = observed * (1 - TIE_TOLERANCE);
  let hits = 0;
  for (let permutation = 0; permutation < PERMUTATIONS; permutation += 1) {
    shuffle(order, random);
    if ((greatestSplit(order, SMALLEST_SEGMENT)?.statistic ?? 0) >= threshold) hits += 1;
    if (hits >= HITS_BEYOND_LEVEL) return null;
  }
  return (1 + hits) / (1 + PERMUTATIONS);
}

/** Fisher and Yates, in place. */
function shuffle(values: Float64Array, random: RandomSource): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const value = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = value;
  }
}
