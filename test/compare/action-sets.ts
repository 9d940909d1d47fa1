import type { ActionSet } from "../../src/contracts/actions.ts";

/** An action set of one dtype from its values in C order. */
export function actionSet(
  shape: readonly [number, number, number],
  values: readonly number[] | Float64Array,
  dtype: ActionSet["dtype"] = "float32",
): ActionSet {
  return { shape, values: Float64Array.from(values), dtype };
}

/** Observations × 1 × dimensions from rows. */
export function rows(...observations: readonly (readonly number[])[]): ActionSet {
  return actionSet([observations.length, 1, observations[0]?.length ?? 0], observations.flat());
}
