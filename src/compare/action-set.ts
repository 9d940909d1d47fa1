import type { ActionSet } from "../contracts/actions.ts";
import { FvalidateError } from "../support/errors.ts";
import { viewOf } from "../tensors/view.ts";

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
  const kept = viewOf({ dtype: "float64", shape: set.shape, data: set.values }).hi(
    observations,
    steps,
    dimensions,
  );
  const values = new Float64Array(observations * steps * dimensions);
  for (let at = 0; at < values.length; at += 1) {
    const row = Math.floor(at / dimensions);
    values[at] = kept.get(Math.floor(row / steps), row % steps, at % dimensions);
  }
  return { ...set, shape: [observations, steps, dimensions], values };
}
