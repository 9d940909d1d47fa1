import { BYTES_PER_ELEMENT, type DType } from "./dtype.ts";

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

type ArrayClass = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TensorData;

/** The class of typed array that belongs to each dtype. */
export const ARRAY_CLASSES: Readonly<Record<DType, ArrayClass>> = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
};

/**
 * Little-endian bytes as elements; they are shared, not copied.
 * @param bytes whole elements, at an offset of their buffer that is a multiple of the element's size
 */
export function typedArray(dtype: DType, bytes: Uint8Array): TensorData {
  return new ARRAY_CLASSES[dtype](
    bytes.buffer,
    bytes.byteOffset,
    bytes.byteLength / BYTES_PER_ELEMENT[dtype],
  );
}

/** The bytes of elements; they are shared, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: TensorData): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Reverses the bytes of every element in place. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  const half = size / 2;
  for (let start = 0; start < bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < start + half; low += 1, high -= 1) {
      const byte = bytes[low] ?? 0;
      bytes[low] = bytes[high] ?? 0;
      bytes[high] = byte;
    }
  }
}
