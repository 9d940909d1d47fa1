import { randomSource } from "../support/random.ts";

/** How alike the error tensors of different observations are. */
export type ErrorCoherence = CoherenceFound | CoherenceUndefined;

interface CoherenceFound {
  /** Mean cosine over all pairs of error tensors. */
  readonly meanCosine: number;
  readonly p: number;
  readonly flipsAtLeastAsLarge: number;
  readonly flips: number;
  readonly method: "exact sign flips" | "Monte Carlo sign flips";
  /** Observations that took part. */
  readonly observations: number;
  /** Observations without any error: they point in no direction. */
  readonly zeroErrorObservations: number;
}

interface CoherenceUndefined {
  readonly meanCosine: null;
  readonly meanCosineReason: string;
  readonly p: null;
  readonly observations: number;
  readonly zeroErrorObservations: number;
}

const EXACT_LIMIT = 16;
const MONTE_CARLO_FLIPS = 9999;
/** Sums that differ by less than their rounding are ties, and ties count as "at least as large". */
const TIE_TOLERANCE = 1e-12;

/** The cosines between the errors of all observations that have one. */
export interface ErrorCosines {
  /** Row by row above the diagonal: (0,1), (0,2), …, (1,2), … */
  readonly cosines: Float64Array;
  /** Observations that have an error. */
  readonly observations: number;
  readonly zeroErrorObservations: number;
}

/**
 * Tests whether errors point the same way in different observations. Rounding has no reason to; a wrong formula
 * errs alike each time. Under the null hypothesis each error tensor may as well have the opposite sign, so the
 * observed sum of pairwise cosines is ranked among those of the sign-flipped tensors (one-sided; a sign-flip
 * test, e.g. Winkler et al., "Permutation inference for the general linear model", NeuroImage 2014).
 *
 * All 2^(n−1) distinct flips are tried for n ≤ 16 observations; above, 9999 seeded ones with
 * p = (1 + hits) / (1 + flips).
 *
 * @param seed of the Monte Carlo flips
 */
export function signFlipTest(
  { cosines, observations, zeroErrorObservations }: ErrorCosines,
  seed: number,
): ErrorCoherence {
  if (observations < 2) {
    const meanCosineReason =
      observations === 0
        ? "no observation has an error: the arms are equal"
        : "only one observation has an error: there is no pair to compare";
    return { meanCosine: null, meanCosineReason, p: null, observations, zeroErrorObservations };
  }
  const sum = cosines.reduce((total, cosine) => total + cosine, 0);
  const pairs = (observations * (observations - 1)) / 2;
  const test = observations <= EXACT_LIMIT ? exactFlips : monteCarloFlips;
  return {
    meanCosine: sum / pairs,
    ...test({ cosines, observations, sum, seed }),
    observations,
    zeroErrorObservations,
  };
}

interface FlipTest {
  readonly cosines: Float64Array;
  readonly observations: number;
  readonly sum: number;
  readonly seed: number;
}

/** Steps after which the sums are taken anew, so that their rounding stays far below what counts as a tie. */
const STEPS_BETWEEN_SUMS = 1024;

/**
 * A flip of all signs changes no product, so the first sign stays. The others are flipped one at a time (a Gray code),
 * which changes a sum by one observation's share instead of asking for all pairs again.
 */
function exactFlips({ cosines, observations, sum }: FlipTest) {
  const flips = 2 ** (observations - 1);
  const threshold = sum - tieTolerance(cosines);
  const square = squareOf(cosines, observations);
  const signs = new Int8Array(observations).fill(1);
  let shares = sharesOf(square, signs);
  let current = sum;
  let hits = sum >= threshold ? 1 : 0;
  for (let flip = 1; flip < flips; flip += 1) {
    const changed = 1 + trailingZeros(flip);
    const sign = -(signs[changed] ?? 0);
    signs[changed] = sign;
    current += 2 * sign * (shares[changed] ?? 0);
    addShare(shares, square, changed, 2 * sign);
    if (flip % STEPS_BETWEEN_SUMS === 0) {
      shares = sharesOf(square, signs);
      current = signedSum(cosines, signs);
    }
    if (current >= threshold) hits += 1;
  }
  return { p: hits / flips, flipsAtLeastAsLarge: hits, flips, method: "exact sign flips" as const };
}

function trailingZeros(value: number): number {
  return 31 - Math.clz32(value & -value);
}

/** All cosines between two different observations, row by row, with 0 on the diagonal. */
function squareOf(cosines: Float64Array, size: number): Float64Array {
  const square = new Float64Array(size * size);
  let at = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = row + 1; column < size; column += 1) {
      square[row * size + column] = cosines[at] ?? 0;
      square[column * size + row] = cosines[at] ?? 0;
      at += 1;
    }
  }
  return square;
}

/** For each observation the signed sum of its cosines with the others. */
function sharesOf(square: Float64Array, signs: Int8Array): Float64Array {
  const shares = new Float64Array(signs.length);
  for (const [row, sign] of signs.entries()) addShare(shares, square, row, sign);
  return shares;
}

function addShare(shares: Float64Array, square: Float64Array, row: number, factor: number): void {
  const size = shares.length;
  for (let at = 0; at < size; at += 1)
    shares[at] = (shares[at] ?? 0) + factor * (square[row * size + at] ?? 0);
}

function monteCarloFlips({ cosines, observations, sum, seed }: FlipTest) {
  const random = randomSource(`sign flips ${seed}`);
  const threshold = sum - tieTolerance(cosines);
  const signs = new Int8Array(observations);
  let hits = 0;
  for (let flip = 0; flip < MONTE_CARLO_FLIPS; flip += 1) {
    for (let i = 0; i < observations; i += 1) signs[i] = random() < 0.5 ? -1 : 1;
    if (signedSum(cosines, signs) >= threshold) hits += 1;
  }
  return {
    p: (1 + hits) / (1 + MONTE_CARLO_FLIPS),
    flipsAtLeastAsLarge: hits,
    flips: MONTE_CARLO_FLIPS,
    method: "Monte Carlo sign flips" as const,
  };
}

function tieTolerance(cosines: Float64Array): number {
  return TIE_TOLERANCE * cosines.reduce((sum, cosine) => sum + Math.abs(cosine), 0);
}

function signedSum(cosines: Float64Array, signs: Int8Array): number {
  let sum = 0;
  let at = 0;
  for (let row = 0; row < signs.length; row += 1) {
    let rowSum = 0;
    for (let column = row + 1; column < signs.length; column += 1) {
      rowSum += (cosines[at] ?? 0) * (signs[column] ?? 0);
      at += 1;
    }
    sum += rowSum * (signs[row] ?? 0);
  }
  return sum;
}
