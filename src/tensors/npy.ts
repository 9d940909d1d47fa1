import { FvalidateError } from "../support/errors.ts";
import { BYTES_PER_ELEMENT, type DType } from "./dtype.ts";
import { fromFortranOrder } from "./fortran-order.ts";
import { elementFormat } from "./npy-dtype.ts";
import { cannotRead, type FileReader, readingFile } from "./npy-file.ts";
import { type NpyLayout, npyLayout, requireDataBytes } from "./npy-layout.ts";
import { MAXIMUM_START } from "./npy-preamble.ts";
import { makeTensor, type Tensor } from "./tensor.ts";
import { swapBytes, typedArray } from "./tensor-data.ts";

export { encodeNpy, type NpyFormat, writeNpyFile } from "./npy-writer.ts";

const SAVE_AGAIN = "Save the array again with numpy.save.";

export interface NpyOptions {
  /** For messages: the file's name. */
  readonly name: string;
  /** What the elements are, where the file cannot say it itself (bfloat16). */
  readonly dtype?: DType;
}

/**
 * Reads the bytes of a `.npy` file, version 1.0, 2.0 or 3.0 (numpy's NEP 1), strictly: not a byte may be missing
 * or left over. The bytes are copied, never changed.
 *
 * @throws FvalidateError of kind `input` that says what was found and at which byte
 */
export function decodeNpy(bytes: Uint8Array, { name, dtype }: NpyOptions): Tensor {
  try {
    const layout = npyLayout(bytes.subarray(0, MAXIMUM_START), bytes.length, (descr) =>
      elementFormat(descr, dtype),
    );
    // Not slice(): a Buffer's shares its bytes and may start at any address.
    const data = new Uint8Array(layout.dataBytes);
    data.set(bytes.subarray(layout.dataStart));
    return tensorFrom(layout, data);
  } catch (error) {
    throw cannotRead(name, error, SAVE_AGAIN);
  }
}

/**
 * Reads a `.npy` file from disk: the header first, the data only once its size is known to agree with it, in pieces
 * into one buffer.
 *
 * @param options the dtype, where the file cannot say it itself (bfloat16)
 * @throws FvalidateError of kind `input`, also for what is missing or no regular file
 */
export async function readNpyFile(path: string, options: { dtype?: DType } = {}): Promise<Tensor> {
  try {
    return await readingFile(path, (reader) => readTensor(reader, options.dtype));
  } catch (error) {
    throw cannotRead(path, error, SAVE_AGAIN);
  }
}

async function readTensor(reader: FileReader, dtype: DType | undefined): Promise<Tensor> {
  const start = await reader.read(0, Math.min(MAXIMUM_START, reader.size));
  const layout = npyLayout(start, reader.size, (descr) => elementFormat(descr, dtype));
  const data = await reader.read(layout.dataStart, layout.dataBytes);
  requireDataBytes(layout, data.length);
  return tensorFrom(layout, data);
}

/** @param data the file's data, aligned and free to be changed */
function tensorFrom({ header, dataStart }: NpyLayout, data: Uint8Array): Tensor {
  const { dtype, shape, littleEndian, fortranOrder } = header;
  const size = BYTES_PER_ELEMENT[dtype];
  if (dtype === "bool") requireBooleans(data, dataStart);
  if (!littleEndian) swapBytes(data, size);
  const ordered = fortranOrder ? fromFortranOrder(data, size, shape) : data;
  return makeTensor({ dtype, shape, data: typedArray(dtype, ordered) });
}

function requireBooleans(data: Uint8Array, dataStart: number): void {
  const at = data.findIndex((byte) => byte > 1);
  if (at === -1) return;
  throw new FvalidateError("input", `it holds ${data[at]} at byte ${dataStart + at}, where a bool is 0 or 1`);
}
