import { FvalidateError } from "../support/errors.ts";
import type { DType } from "./dtype.ts";
import { bfloat16Values, float16Values } from "./float16.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "./stored/stored-dtype.ts";
import { ARRAY_CLASSES, type TensorData } from "./tensor-data.ts";

export type { TensorData } from "./tensor-data.ts";

/** Elements in C order and in the machine's byte order, whatever order their file had. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** How many elements a shape has; 1 for the empty shape of a scalar. */
export function elementCount(shape: readonly number[]): number {
  // Its own case, because 0 times an infinite product of the other sizes would be NaN.
  if (shape.includes(0)) return 0;
  return shape.reduce((product, size) => product * size, 1);
}

/** `[1, 50, 32] of float32 (6400 bytes)`: how messages name what a tensor is. */
export function describeTensor({ dtype, shape }: { dtype: StoredDType; shape: readonly number[] }): string {
  const bytes = (elementCount(shape) * BITS_PER_ELEMENT[dtype]) / 8;
  return `[${shape.join(", ")}] of ${dtype} (${bytes} bytes)`;
}

/**
 * A tensor whose parts agree. The data is shared, not copied.
 * @throws FvalidateError of kind `input` for a size that is no length, for data of another dtype's class and for
 *   data of another length than the shape's
 */
export function makeTensor({ dtype, shape, data }: Tensor): Tensor {
  const axis = shape.findIndex((size) => !Number.isSafeInteger(size) || size < 0);
  if (axis !== -1) throw mismatch(`axis ${axis} of its shape [${shape.join(", ")}] has size ${shape[axis]}`);
  const wanted = ARRAY_CLASSES[dtype];
  if (!(data instanceof wanted)) {
    throw mismatch(`${dtype} is held by a ${wanted.name}, found a ${data.constructor.name}`);
  }
  if (data.length !== elementCount(shape)) {
    throw mismatch(
      `shape [${shape.join(", ")}] has ${elementCount(shape)} elements, the data holds ${data.length}`,
    );
  }
  return { dtype, shape, data };
}

/**
 * Numbers as float32, each rounded to the nearest.
 * @throws FvalidateError of kind `input` when the values are not as many as the shape has elements
 */
export function float32Tensor(shape: readonly number[], values: ArrayLike<number>): Tensor {
  return makeTensor({ dtype: "float32", shape, data: Float32Array.from(values) });
}

/** The elements as float64. All dtypes widen exactly but 64-bit integers, which go to the nearest double. */
export function toFloat64({ dtype, data }: Tensor): Float64Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return nearest(data);
  if (dtype === "float16") return lookUp(data, float16Values());
  if (dtype === "bfloat16") return lookUp(data, bfloat16Values());
  return new Float64Array(data);
}

function nearest(integers: BigInt64Array | BigUint64Array): Float64Array {
  const result = new Float64Array(integers.length);
  for (let i = 0; i < integers.length; i += 1) result[i] = Number(integers[i]);
  return result;
}

function lookUp(bits: ArrayLike<number>, values: Float32Array): Float64Array {
  const result = new Float64Array(bits.length);
  for (let i = 0; i < bits.length; i += 1) result[i] = values[bits[i] ?? 0] ?? 0;
  return result;
}

function mismatch(problem: string): FvalidateError {
  return new FvalidateError("input", `The tensor's parts contradict each other: ${problem}.`, {
    hint: "Its dtype, shape and data must belong together: check what the tensor was made from.",
  });
}
