import { writeWhole } from "../support/write-file.ts";
import { BYTES_PER_ELEMENT } from "./dtype.ts";
import { toFortranOrder } from "./fortran-order.ts";
import { descrOf } from "./npy-dtype.ts";
import { elementCount, makeTensor, type Tensor } from "./tensor.ts";
import { bytesOf, swapBytes } from "./tensor-data.ts";

export interface NpyFormat {
  readonly version?: 1 | 2 | 3;
  readonly byteOrder?: "little" | "big";
  readonly fortranOrder?: boolean;
}

/**
 * A tensor as a `.npy` file (numpy's NEP 1); the very bytes that numpy.save writes for such an array.
 * @throws FvalidateError of kind `input` for a tensor whose parts contradict each other
 */
export function encodeNpy(tensor: Tensor, format: NpyFormat = {}): Uint8Array<ArrayBuffer> {
  const { dtype, shape, data } = makeTensor(tensor);
  const size = BYTES_PER_ELEMENT[dtype];
  const fortranOrder = format.fortranOrder === true && ordersDiffer(shape);
  const header = headerOf(tensor, { version: 1, byteOrder: "little", ...format, fortranOrder });
  const file = new Uint8Array(header.length + data.byteLength);
  file.set(header);
  file.set(fortranOrder ? toFortranOrder(bytesOf(data), size, shape) : bytesOf(data), header.length);
  if (format.byteOrder === "big") swapBytes(file.subarray(header.length), size);
  return file;
}

/**
 * Writes a tensor so that the file is there whole or not at all, and makes its folder where there is none.
 * @throws FvalidateError of kind `output` when it cannot be written
 */
export async function writeNpyFile(path: string, tensor: Tensor, format: NpyFormat = {}): Promise<void> {
  await writeWhole(path, encodeNpy(tensor, format));
}

/** Where they do not, numpy calls the array C-ordered. */
function ordersDiffer(shape: readonly number[]): boolean {
  return elementCount(shape) > 0 && shape.filter((length) => length > 1).length > 1;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const ALIGNMENT = 64;

function headerOf(tensor: Tensor, format: Required<NpyFormat>): Uint8Array {
  const { version } = format;
  const dict = dictOf(tensor, format);
  const start = version === 1 ? 10 : 12;
  // A header that is aligned already gets a whole unit more: numpy's own arithmetic.
  const blanks = ALIGNMENT - ((start + dict.length + 1) % ALIGNMENT);
  const text = `${dict}${" ".repeat(blanks)}\n`;
  const bytes = new Uint8Array(start + text.length);
  bytes.set([...MAGIC, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), start);
  return bytes;
}

/** numpy leaves room for the length that grows when rows are appended in place. */
const GROWTH_DIGITS = 21;

function dictOf({ dtype, shape }: Tensor, { byteOrder, fortranOrder }: Required<NpyFormat>): string {
  const descr = descrOf(dtype, byteOrder === "little");
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const growing = fortranOrder ? shape.at(-1) : shape[0];
  const room = growing === undefined ? 0 : GROWTH_DIGITS - String(growing).length;
  const order = fortranOrder ? "True" : "False";
  return `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }${" ".repeat(room)}`;
}
