import type { DType } from "./dtype.ts";
import type { TensorData } from "./tensor.ts";

/** Reverses the bytes of every element in place. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}

/** Little-endian bytes as elements; `bytes` must own its buffer from the start. */
export function typedArray(dtype: DType, bytes: Uint8Array): TensorData {
  const { buffer, byteOffset, byteLength } = bytes;
  return VIEWS[dtype](buffer, byteOffset, byteLength);
}

const VIEWS: Record<DType, (buffer: ArrayBufferLike, offset: number, bytes: number) => TensorData> = {
  float16: (buffer, offset, bytes) => new Uint16Array(buffer, offset, bytes / 2),
  bfloat16: (buffer, offset, bytes) => new Uint16Array(buffer, offset, bytes / 2),
  float32: (buffer, offset, bytes) => new Float32Array(buffer, offset, bytes / 4),
  float64: (buffer, offset, bytes) => new Float64Array(buffer, offset, bytes / 8),
  int8: (buffer, offset, bytes) => new Int8Array(buffer, offset, bytes),
  int16: (buffer, offset, bytes) => new Int16Array(buffer, offset, bytes / 2),
  int32: (buffer, offset, bytes) => new Int32Array(buffer, offset, bytes / 4),
  int64: (buffer, offset, bytes) => new BigInt64Array(buffer, offset, bytes / 8),
  uint8: (buffer, offset, bytes) => new Uint8Array(buffer, offset, bytes),
  uint16: (buffer, offset, bytes) => new Uint16Array(buffer, offset, bytes / 2),
  uint32: (buffer, offset, bytes) => new Uint32Array(buffer, offset, bytes / 4),
  uint64: (buffer, offset, bytes) => new BigUint64Array(buffer, offset, bytes / 8),
  bool: (buffer, offset, bytes) => new Uint8Array(buffer, offset, bytes),
};

/** Elements in C order from Fortran order, where the first index runs fastest. */
export function fromFortranOrder(elements: TensorData, shape: readonly number[]): TensorData {
  return permuted(elements, fortranPositions(shape));
}

/** Elements in Fortran order from C order. */
export function toFortranOrder(elements: TensorData, shape: readonly number[]): TensorData {
  const positions = fortranPositions(shape);
  const inverse = new Float64Array(positions.length);
  for (const [at, position] of positions.entries()) inverse[position] = at;
  return permuted(elements, inverse);
}

/** Where each element of C order stands in Fortran order. */
function fortranPositions(shape: readonly number[]): Float64Array {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const positions = new Float64Array(stride);
  const index = shape.map(() => 0);
  let position = 0;
  for (let at = 0; at < positions.length; at += 1) {
    positions[at] = position;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] ?? 0) + 1;
      position += strides[axis] ?? 0;
      if ((index[axis] ?? 0) < (shape[axis] ?? 0)) break;
      position -= (strides[axis] ?? 0) * (shape[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return positions;
}

function permuted(elements: TensorData, positions: Float64Array): TensorData {
  const result = elements.slice();
  for (let at = 0; at < positions.length; at += 1) {
    const value = elements[positions[at] ?? 0];
    if (value !== undefined) result[at] = value;
  }
  return result;
}
