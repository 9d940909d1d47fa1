import type { ActionSet } from "../contracts/actions.ts";
import { type ErrorCoherence, signFlipTest } from "./sign-flip-test.ts";

export type { ErrorCoherence } from "./sign-flip-test.ts";

/**
 * Tests whether the errors of different observations are alike; see `signFlipTest`.
 *
 * @param pair action sets of one shape; elements where either is not finite count as no error
 * @param seed of the Monte Carlo flips
 */
export function errorCoherence(
  pair: { baseline: ActionSet; candidate: ActionSet },
  seed: number,
): ErrorCoherence {
  const directions = errorDirections(pair);
  const observations = directions.length;
  return signFlipTest(
    {
      cosines: pairwiseCosines(directions),
      observations,
      zeroErrorObservations: pair.baseline.shape[0] - observations,
    },
    seed,
  );
}

/** The error tensor of each observation that has one, scaled to length 1. */
function errorDirections({
  baseline,
  candidate,
}: {
  baseline: ActionSet;
  candidate: ActionSet;
}): Float64Array[] {
  const [observations, steps, dimensions] = baseline.shape;
  const size = steps * dimensions;
  const directions: Float64Array[] = [];
  for (let observation = 0; observation < observations; observation += 1) {
    const error = new Float64Array(size);
    for (let i = 0; i < size; i += 1) {
      const at = observation * size + i;
      const difference = (candidate.values[at] ?? 0) - (baseline.values[at] ?? 0);
      error[i] = Number.isFinite(difference) ? difference : 0;
    }
    const direction = unit(error);
    if (direction !== null) directions.push(direction);
  }
  return directions;
}

/** Scaled by the largest element first, so that squares neither overflow nor vanish. */
function unit(vector: Float64Array): Float64Array | null {
  const largest = vector.reduce((found, value) => Math.max(found, Math.abs(value)), 0);
  if (largest === 0) return null;
  const scaled = vector.map((value) => value / largest);
  const length = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
  return scaled.map((value) => value / length);
}

/** Row by row above the diagonal: (0,1), (0,2), …, (1,2), … */
function pairwiseCosines(directions: readonly Float64Array[]): Float64Array {
  const cosines = new Float64Array((directions.length * (directions.length - 1)) / 2);
  let at = 0;
  for (const [row, first] of directions.entries()) {
    for (const second of directions.slice(row + 1)) {
      cosines[at] = dot(first, second);
      at += 1;
    }
  }
  return cosines;
}

function dot(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < first.length; i += 1) sum += (first[i] ?? 0) * (second[i] ?? 0);
  return sum;
}
