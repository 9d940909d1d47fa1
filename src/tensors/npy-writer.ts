import { BYTES_PER_ELEMENT } from "./dtype.ts";
import { swapBytes, toFortranOrder } from "./npy-data.ts";
import { descrOf } from "./npy-dtype.ts";
import type { Tensor } from "./tensor.ts";

export interface NpyFormat {
  readonly version?: 1 | 2 | 3;
  readonly byteOrder?: "little" | "big";
  readonly fortranOrder?: boolean;
}

const ALIGNMENT = 64;
/** numpy leaves room for the length that grows when rows are appended in place. */
const GROWTH_DIGITS = 21;

/** A tensor as a `.npy` file; without options the very bytes that numpy.save writes. */
export function encodeNpy(tensor: Tensor, format: NpyFormat = {}): Uint8Array<ArrayBuffer> {
  const { version = 1, byteOrder = "little", fortranOrder = false } = format;
  const data = fortranOrder ? toFortranOrder(tensor.data, tensor.shape) : tensor.data.slice();
  const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (byteOrder === "big") swapBytes(body, BYTES_PER_ELEMENT[tensor.dtype]);
  const header = headerOf(tensor, { version, byteOrder, fortranOrder });
  const file = new Uint8Array(header.length + body.length);
  file.set(header);
  file.set(body, header.length);
  return file;
}

function headerOf(
  { dtype, shape }: Tensor,
  { version, byteOrder, fortranOrder }: Required<NpyFormat>,
): Uint8Array {
  const descr = descrOf(dtype, byteOrder === "little");
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const order = fortranOrder ? "True" : "False";
  const growing = fortranOrder ? shape.at(-1) : shape[0];
  const room = growing === undefined ? 0 : GROWTH_DIGITS - String(growing).length;
  const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }${" ".repeat(room)}`;
  const prefix = version === 1 ? 10 : 12;
  // A header that is aligned already gets a whole unit more: numpy's own arithmetic.
  const blanks = ALIGNMENT - ((prefix + dict.length + 1) % ALIGNMENT);
  const text = `${dict}${" ".repeat(blanks)}\n`;
  const bytes = new Uint8Array(prefix + text.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(bytes.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), prefix);
  return bytes;
}
