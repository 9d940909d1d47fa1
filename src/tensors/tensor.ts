import type { DType } from "./dtype.ts";

/** The typed array that holds elements of each dtype: float16 and bfloat16 as their bits, bool as 0 and 1. */
export type TensorData =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** Elements in C order and in the machine's byte order, whatever order their file had. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}
