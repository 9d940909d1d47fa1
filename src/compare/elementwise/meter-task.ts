import type { Tolerance } from "../../contracts/pair-measurement.ts";
import { VALUE_PRECISION, valuesPerElement } from "../../tensors/decode/decode-elements.ts";
import type { StoredDType } from "../../tensors/stored/stored-dtype.ts";
import { coarserDtype, hasUlps } from "../coarser-dtype.ts";

export type ArmName = "baseline" | "candidate";

/** What is measured against what. Both arms are complex, or neither is. Plain data. */
export interface MeterTask {
  readonly baseline: StoredDType;
  readonly candidate: StoredDType;
  /** Of each arm. */
  readonly elements: number;
  readonly tolerance: Tolerance;
}

/** Values that are tallied apart and joined in their order, so that sums do not depend on who tallied them. */
export const SEGMENT_LENGTH = 2 ** 20;

/** A complex number is two values. */
export function valueCount(task: MeterTask): number {
  return task.elements * valuesPerElement(task.baseline);
}

export function segmentCount(task: MeterTask): number {
  return Math.ceil(valueCount(task) / SEGMENT_LENGTH);
}

/** Whether float32 holds the values of both arms. */
export function fitsFloat32({ baseline, candidate }: MeterTask): boolean {
  return VALUE_PRECISION[baseline] === "float32" && VALUE_PRECISION[candidate] === "float32";
}

/** The coarser of the dtypes, in whose units in the last place distances are counted; `null` where it has none. */
export function ulpDtype({ baseline, candidate }: Pick<MeterTask, ArmName>): StoredDType | null {
  const dtype = coarserDtype(baseline, candidate);
  return hasUlps(dtype) ? dtype : null;
}
