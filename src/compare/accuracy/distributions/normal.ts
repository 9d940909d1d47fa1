import { quantileOf, type SymmetricDistribution } from "./quantile-of.ts";

const SERIES_UP_TO = 3;
const FRACTION_DEPTH = 120;

/** The standard normal distribution. */
const normal: SymmetricDistribution = { upper: normalUpper, density };

/**
 * P(Z > z), to about 14 digits: the series in odd powers near the centre (NIST DLMF 7.6.2), Laplace's continued
 * fraction in the tails (7.9.2), where a difference from 1 would lose its digits.
 */
export function normalUpper(z: number): number {
  if (z < 0) return 1 - normalUpper(-z);
  return z < SERIES_UP_TO ? 0.5 - density(z) * oddSeries(z) : density(z) / laplaceFraction(z);
}

/** @param probability between 0 and 1, neither included */
export function normalQuantile(probability: number): number {
  return quantileOf(normal, probability);
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** z + z³/3 + z⁵/15 + z⁷/105 + … */
function oddSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; term > 1e-17 * sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))) */
function laplaceFraction(z: number): number {
  let fraction = z;
  for (let depth = FRACTION_DEPTH; depth > 0; depth -= 1) fraction = z + depth / fraction;
  return fraction;
}
