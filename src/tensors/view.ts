import ndarray, { type NdArray } from "ndarray";
import { type Tensor, toFloat64 } from "./tensor.ts";

/** A strided view of a tensor's values as float64, for access by index at the edges. */
export function viewOf(tensor: Tensor): NdArray<Float64Array> {
  return ndarray(toFloat64(tensor), [...tensor.shape]);
}
