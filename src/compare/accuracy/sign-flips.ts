import { type RandomSource, randomSource } from "../../support/random.ts";

export interface SignFlipTest {
  readonly p: number;
  /** In words, with its numbers. */
  readonly method: string;
}

const EXACT_LIMIT = 16;
const MONTE_CARLO_FLIPS = 9999;
/** What is left of scores that add up to 0. */
const ROUNDING = 1e-12;
/** Sums that differ by less than their rounding are ties, and ties count as "at least as large". */
const TIE_TOLERANCE = 1e-12;

/**
 * Two-sided test of a mean difference of 0: were the stacks alike, each difference may as well have the opposite sign
 * (R. A. Fisher, "The Design of Experiments", 1935, section 21). All 2^(n−1) distinct flips for at most 16 differences
 * that are not 0; above, 9999 seeded ones with p = (1 + hits) / (1 + flips). Neither the order of the differences nor
 * which arm is which changes p.
 *
 * @param unit what a difference belongs to, in the plural: `questions` or `clusters`
 */
export function signFlipTest(
  differences: Float64Array,
  { seed, unit }: { seed: number; unit: string },
): SignFlipTest {
  const sizes = differences
    .map(Math.abs)
    .filter((size) => size > ROUNDING)
    .sort();
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const threshold = observed - TIE_TOLERANCE * sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length === 0) return { p: 1, method: `sign flips: no ${unit} differ` };
  if (sizes.length <= EXACT_LIMIT) {
    const flips = 2 ** (sizes.length - 1);
    const method = `exact sign flips: all ${flips} of ${sizes.length} differing ${unit}`;
    return { p: exactHits(sizes, threshold) / flips, method };
  }
  const hits = monteCarloHits(sizes, threshold, randomSource(`accuracy sign flips ${seed}`));
  const method = `Monte Carlo sign flips: ${MONTE_CARLO_FLIPS} of ${sizes.length} differing ${unit}, seed ${seed}`;
  return { p: (1 + hits) / (1 + MONTE_CARLO_FLIPS), method };
}

/** A flip of all signs leaves the sum's size, so the first sign stays. */
function exactHits(sizes: Float64Array, threshold: number): number {
  let hits = 0;
  for (let flip = 0; flip < 2 ** (sizes.length - 1); flip += 1) {
    if (Math.abs(signedSum(sizes, () => flip)) >= threshold) hits += 1;
  }
  return hits;
}

function monteCarloHits(sizes: Float64Array, threshold: number, random: RandomSource): number {
  let hits = 0;
  for (let flip = 0; flip < MONTE_CARLO_FLIPS; flip += 1) {
    if (Math.abs(signedSum(sizes, () => Math.floor(random() * 2 ** 32) | 0)) >= threshold) hits += 1;
  }
  return hits;
}

/** @param bits 32 signs at a time */
function signedSum(sizes: Float64Array, bits: () => number): number {
  let sum = 0;
  let signs = 0;
  for (let i = 0; i < sizes.length; i += 1) {
    if (i % 32 === 0) signs = bits();
    const size = sizes[i] ?? 0;
    sum += (signs >>> (i % 32)) & 1 ? -size : size;
  }
  return sum;
}
