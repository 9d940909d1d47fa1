import type { DType } from "../tensors/dtype.ts";

/** The actions of one arm: all observations, widened to float64, with the dtype they were stored in. */
export interface ActionSet {
  /** [observations, steps, dimensions] */
  readonly shape: ActionShape;
  /** C order. */
  readonly values: Float64Array;
  readonly dtype: DType;
}

export type ActionShape = readonly [observations: number, steps: number, dimensions: number];
