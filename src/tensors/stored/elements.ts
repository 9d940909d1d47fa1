import { FvalidateError } from "../../support/errors.ts";
import { elementCount } from "../tensor.ts";
import { type ByteSource, openByteSource } from "./byte-source.ts";
import { READ_LIMITS, type ReadLimits } from "./gather.ts";
import { panelReader, storagePlace } from "./panel-reader.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "./stored-dtype.ts";
import type { StoredTensor } from "./stored-tensor.ts";
import { cOrderStrides, reach } from "./strides.ts";

/** Reads the elements of one tensor, as often as is asked, from wherever they are. */
export interface ElementReader {
  /**
   * Fills `target` with the bytes of elements in C order and in little-endian order. Calls that go on where the last
   * one ended are the fast ones. Memory stays under 17 MiB, whatever the tensor's size and strides.
   *
   * @param firstElement counted in C order; a multiple of 4 where elements are packed (fewer than 8 bits)
   * @param target of whole elements; of whole bytes where they are packed
   * @throws FvalidateError of kind `input` for a file that is no longer as it was, and for a bool that is neither 0 nor 1
   */
  readBytes(firstElement: number, target: Uint8Array): void;
  /** Closes the file. */
  [Symbol.dispose](): void;
}

/** Complex numbers are two floats, each with its own byte order. */
const SWAPPED_BYTES: Partial<Record<StoredDType, number>> = { complex64: 4, complex128: 8 };

/**
 * Opens what holds a tensor's elements. Every reader has a file of its own, so that threads do not share any.
 *
 * @throws FvalidateError of kind `input` for a file that is gone or shorter than it was, for elements beyond the storage,
 *   and for packed elements in another order than the file's
 */
export function openElements(tensor: StoredTensor, limits: ReadLimits = READ_LIMITS): ElementReader {
  requireWithinStorage(tensor);
  const source = openByteSource(tensor.location);
  const read = rawReader(source, tensor, limits);
  const bits = BITS_PER_ELEMENT[tensor.dtype];
  const all = elementCount(tensor.shape);
  return {
    readBytes(firstElement, target) {
      const end = firstElement + (target.length * 8) / bits;
      if (!Number.isInteger(end) || firstElement < 0 || end > all || (firstElement * bits) % 8 !== 0) {
        throw new RangeError(`Elements ${firstElement} to ${end} of ${tensor.name}, which has ${all}`);
      }
      read(firstElement, target);
      if (!tensor.littleEndian) swapElements(target, SWAPPED_BYTES[tensor.dtype] ?? bits / 8);
      if (tensor.dtype === "bool") requireBooleans(tensor, firstElement, target);
    },
    [Symbol.dispose]: () => source[Symbol.dispose](),
  };
}

function rawReader(
  source: ByteSource,
  tensor: StoredTensor,
  limits: ReadLimits,
): (first: number, target: Uint8Array) => void {
  const { strides, firstElement } = tensor;
  const bytes = BITS_PER_ELEMENT[tensor.dtype] / 8;
  if (strides === null || reach(tensor) === 0)
    return (first, target) => source.read((firstElement + first) * bytes, target);
  return panelReader(source, tensor, strides, bytes, limits);
}

function requireWithinStorage(tensor: StoredTensor): void {
  const { name, dtype, shape, strides, firstElement, location } = tensor;
  const bits = BITS_PER_ELEMENT[dtype];
  if (bits < 8 && (strides !== null || (firstElement * bits) % 8 !== 0)) {
    throw new FvalidateError(
      "input",
      `The elements of ${name} are packed (${dtype}), and cannot be read in another order than their file's.`,
      { hint: "Compare it along its first axis, or save it as float32." },
    );
  }
  const isPlace = (place: number): boolean => Number.isSafeInteger(place) && place >= 0;
  const end = ((firstElement + reach(tensor)) * bits) / 8;
  const isWithin = reach(tensor) === 0 || end <= location.byteLength;
  if (isWithin && [firstElement, ...(strides ?? [])].every(isPlace)) return;
  throw new FvalidateError(
    "input",
    `The elements of ${name}, shape [${shape.join(", ")}] with strides [${(strides ?? cOrderStrides(shape)).join(", ")}] ` +
      `from element ${firstElement} on, do not lie within its ${location.byteLength} bytes.`,
    { hint: "The file contradicts itself: save the tensor again." },
  );
}

function swapElements(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}

function requireBooleans(tensor: StoredTensor, firstElement: number, bytes: Uint8Array): void {
  let found = 0;
  while (found < bytes.length && (bytes[found] ?? 0) <= 1) found += 1;
  if (found === bytes.length) return;
  const { location, shape, strides, name } = tensor;
  const place = storagePlace(firstElement + found, shape, strides ?? cOrderStrides(shape));
  const [where, offset] = location.kind === "memory" ? [name, 0] : [location.path, location.offset];
  throw new FvalidateError(
    "input",
    `Cannot read ${where}: ${name} holds ${bytes[found]} at byte ${offset + tensor.firstElement + place}, where a bool is 0 or 1.`,
    { hint: "Save it as uint8 if it is no bool." },
  );
}
