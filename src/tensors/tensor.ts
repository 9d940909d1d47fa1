import type { DType } from "./dtype.ts";
import { decodeBfloat16, float16Values } from "./float16.ts";

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

/** How many elements a shape has; 1 for the empty shape of a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The elements as float64. All dtypes widen exactly but 64-bit integers, which go to the nearest double. */
export function toFloat64({ dtype, data }: Tensor): Float64Array {
  if (dtype === "float16") {
    const values = float16Values();
    return Float64Array.from(data, (bits: number | bigint) => values[Number(bits)] ?? 0);
  }
  if (dtype === "bfloat16")
    return Float64Array.from(data, (bits: number | bigint) => decodeBfloat16(Number(bits)));
  return Float64Array.from(data, Number);
}
