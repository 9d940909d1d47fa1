import type { ActionSet, ActionShape } from "../contracts/actions.ts";
import { FvalidateError } from "../support/errors.ts";

/** @throws FvalidateError of kind `comparison` when the shapes differ or there is nothing to compare. */
export function requireComparable(baseline: ActionSet, candidate: ActionSet): void {
  const differs = baseline.shape.findIndex((size, axis) => size !== candidate.shape[axis]);
  if (differs !== -1) {
    throw new FvalidateError(
      "comparison",
      `The arms' shapes differ: baseline [${baseline.shape.join(", ")}], candidate [${candidate.shape.join(", ")}] ` +
        `(observations, steps, dimensions).`,
      {
        hint: "Both stacks must answer with one action chunk and dimension; check the model's config and the profile.",
      },
    );
  }
  if (baseline.values.length === 0) {
    throw new FvalidateError("comparison", "Nothing was compared: the action tensors are empty.");
  }
}

/**
 * The first `dimensions` action dimensions alone, as `--action-dim` asks.
 * @throws FvalidateError of kind `usage` when there are not that many.
 */
export function restrictDimensions(set: ActionSet, dimensions: number): ActionSet {
  const [observations, steps, recorded] = set.shape;
  if (dimensions === recorded) return set;
  if (dimensions > recorded) {
    throw new FvalidateError("usage", `--action-dim ${dimensions}: the actions have ${recorded} dimensions.`);
  }
  const values = new Float64Array(observations * steps * dimensions);
  for (let row = 0; row < observations * steps; row += 1) {
    values.set(set.values.subarray(row * recorded, row * recorded + dimensions), row * dimensions);
  }
  return { ...set, shape: [observations, steps, dimensions], values };
}

/** The given observations alone, in the given order. */
export function selectObservations(set: ActionSet, observations: readonly number[]): ActionSet {
  const size = set.shape[1] * set.shape[2];
  const values = new Float64Array(observations.length * size);
  for (const [row, observation] of observations.entries()) {
    values.set(set.values.subarray(observation * size, (observation + 1) * size), row * size);
  }
  const shape: ActionShape = [observations.length, set.shape[1], set.shape[2]];
  return { ...set, shape, values };
}
