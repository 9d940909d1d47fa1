import { open } from "node:fs/promises";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";
import { BYTES_PER_ELEMENT, type DType } from "./dtype.ts";
import { looksLike } from "./file-kind.ts";
import { fromFortranOrder, swapBytes, typedArray } from "./npy-data.ts";
import { type ElementFormat, elementFormat } from "./npy-dtype.ts";
import { type NpyHeader, parseNpyHeader } from "./npy-header.ts";
import { elementCount, type Tensor } from "./tensor.ts";

export { encodeNpy } from "./npy-writer.ts";

export interface NpyOptions {
  /** For messages: the file's name. */
  readonly name: string;
  /** What the elements are, where the file cannot say it itself (bfloat16). */
  readonly dtype?: DType;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** numpy itself refuses longer headers, because parsing them may be an attack. */
const MAXIMUM_HEADER = 10_000;

/**
 * Reads a `.npy` file, versions 1.0 to 3.0 (numpy's NEP 1), strictly: not a byte may be missing or left over.
 * @throws FvalidateError of kind `input` that says what was found and at which byte
 */
export function decodeNpy(bytes: Uint8Array, options: NpyOptions): Tensor {
  const { text, dataStart } = headerText(bytes, options.name);
  const { header, format } = readHeader(text, options);
  const size = BYTES_PER_ELEMENT[format.dtype];
  const expected = elementCount(header.shape) * size;
  const found = bytes.length - dataStart;
  if (found !== expected) {
    const problem = found < expected ? "is truncated" : "has bytes left over";
    throw refused(
      options.name,
      `${problem}: shape [${header.shape.join(", ")}] of ${format.dtype} takes ${expected} bytes from byte ` +
        `${dataStart} on, the file holds ${found}`,
    );
  }
  const data = bytes.slice(dataStart);
  if (!format.littleEndian) swapBytes(data, size);
  if (format.dtype === "bool") requireBooleans(data, dataStart, options.name);
  const elements = typedArray(format.dtype, data);
  const ordered = header.fortranOrder ? fromFortranOrder(elements, header.shape) : elements;
  return { dtype: format.dtype, shape: header.shape, data: ordered };
}

/**
 * Reads a `.npy` file from disk, in pieces, so that its size is not bound by what one read can return.
 * @throws FvalidateError of kind `input`
 */
export async function readNpyFile(path: string, options: { dtype?: DType } = {}): Promise<Tensor> {
  return decodeNpy(await readWhole(path), { name: path, ...options });
}

function headerText(bytes: Uint8Array, name: string): { text: string; dataStart: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte))
    throw refused(name, `is not a .npy file, ${looksLike(bytes)}`);
  const [major, minor] = [bytes[6], bytes[7]];
  if (major === undefined || minor === undefined) throw refused(name, "ends within its version, at byte 6");
  if (![1, 2, 3].includes(major) || minor !== 0)
    throw refused(name, `has version ${major}.${minor}, not 1.0, 2.0 or 3.0`);
  const prefix = major === 1 ? 10 : 12;
  if (bytes.length < prefix) throw refused(name, "ends within its header's length, at byte 8");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAXIMUM_HEADER)
    throw refused(name, `has a header of ${length} bytes; more than ${MAXIMUM_HEADER} is refused`);
  if (bytes.length < prefix + length) {
    throw refused(
      name,
      `is truncated: its header ends at byte ${prefix + length}, the file at ${bytes.length}`,
    );
  }
  const decoder = new TextDecoder(major === 3 ? "utf-8" : "latin1");
  return { text: decoder.decode(bytes.subarray(prefix, prefix + length)), dataStart: prefix + length };
}

function readHeader(text: string, { name, dtype }: NpyOptions): { header: NpyHeader; format: ElementFormat } {
  try {
    const header = parseNpyHeader(text);
    const elements = elementCount(header.shape);
    if (!Number.isSafeInteger(elements * 8))
      throw new SyntaxError(`the shape [${header.shape.join(", ")}] is too large`);
    return { header, format: elementFormat(header.descr, dtype) };
  } catch (error) {
    throw refused(name, `cannot be read: in its header ${messageOf(error)}`);
  }
}

function requireBooleans(data: Uint8Array, dataStart: number, name: string): void {
  const at = data.findIndex((byte) => byte > 1);
  if (at !== -1) throw refused(name, `holds ${data[at]} at byte ${dataStart + at}, where a bool is 0 or 1`);
}

function refused(name: string, problem: string): FvalidateError {
  return new FvalidateError("input", `${name} ${problem}.`, { hint: "Write it again with numpy.save." });
}

/** Node cannot read more than 2 GiB in one call. */
const PIECE = 2 ** 30;

async function readWhole(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await file.read(bytes, filled, Math.min(PIECE, size - filled), filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
    throw new FvalidateError("input", `Cannot read ${path}: ${reason}.`, { cause: error });
  }
}
