import type { OpenOptions } from "../formats/tensor-format.ts";
import { storedElementFormat } from "../npy-dtype.ts";
import { npyLayout } from "../npy-layout.ts";
import type { StoredTensor } from "./stored-tensor.ts";
import { fortranStrides, stridesOrNull } from "./strides.ts";

/** The array of a `.npy` file or of an archive's member, but for its name and for where the file lies. */
export interface NpyArray
  extends Pick<StoredTensor, "dtype" | "shape" | "littleEndian" | "strides" | "firstElement"> {
  /** Byte of the file at which the elements begin, and how many they take: all the rest of the file. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

/**
 * What the header of a `.npy` file says, once it agrees with the file's size.
 *
 * @param start the file's first bytes: MAXIMUM_START (`../npy-preamble.ts`) where it has as many
 * @throws FvalidateError of kind `input`, a clause without the file's name
 */
export function npyArray(start: Uint8Array, fileSize: number, options: OpenOptions): NpyArray {
  const { header, dataStart, dataBytes } = npyLayout(start, fileSize, (descr) =>
    storedElementFormat(descr, options),
  );
  const { dtype, shape, littleEndian, fortranOrder } = header;
  const strides = fortranOrder ? stridesOrNull(shape, fortranStrides(shape)) : null;
  return { dtype, shape, littleEndian, strides, firstElement: 0, dataStart, dataBytes };
}
