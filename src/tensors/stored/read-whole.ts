import { FvalidateError } from "../../support/errors.ts";
import { decodeElements } from "../decode/decode-elements.ts";
import { DTYPES, type DType } from "../dtype.ts";
import type { OpenOptions } from "../formats/tensor-format.ts";
import { elementCount, makeTensor, type Tensor } from "../tensor.ts";
import { typedArray } from "../tensor-data.ts";
import { createScratch } from "../zip/scratch.ts";
import { unpackDeflated } from "../zip/unpack.ts";
import { openElements } from "./elements.ts";
import { openTensors } from "./open.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "./stored-dtype.ts";
import type { StoredTensor } from "./stored-tensor.ts";

/** Pieces in which elements are read that become float32. */
const PIECE_ELEMENTS = 2 ** 20;

/**
 * All tensors of a file or folder, in memory. Floats of 8, 6 and 4 bits become float32, which holds them exactly; all
 * else keeps its dtype.
 *
 * @param options what elements are that their file cannot name
 * @throws FvalidateError of kind `input` for what cannot be read, for complex numbers, and for more than fits into memory
 */
export async function readTensors(
  path: string,
  options: Pick<OpenOptions, "dtype"> = {},
): Promise<Map<string, Tensor>> {
  const { tensors } = await openTensors(path, options);
  await using scratch = await createScratch();
  const unpacked = await unpackDeflated(tensors, scratch);
  return new Map(unpacked.map((tensor) => [tensor.name, readWhole(tensor)]));
}

/**
 * All tensors of a safetensors file, or of the files that a `.safetensors.index.json` names; see `readTensors`.
 * @throws FvalidateError of kind `input`, also for a file of another format
 */
export async function readSafetensors(path: string): Promise<Map<string, Tensor>> {
  const { format, tensors } = await openTensors(path);
  if (!format.endsWith("safetensors")) {
    throw new FvalidateError("input", `Cannot read ${path}: it holds ${format}, not safetensors.`, {
      hint: "readTensors reads all formats.",
    });
  }
  return new Map(tensors.map((tensor) => [tensor.name, readWhole(tensor)]));
}

/**
 * One tensor, in memory.
 * @param tensor not deflated
 * @throws FvalidateError of kind `input` for complex numbers, for more than fits into memory, and as `openElements`
 */
export function readWhole(tensor: StoredTensor): Tensor {
  const { name, dtype, shape } = tensor;
  if (dtype === "complex64" || dtype === "complex128") {
    throw new FvalidateError(
      "input",
      `The elements of ${name} are ${dtype}, which is compared but not read whole.`,
      {
        hint: "Save the real and the imaginary part as two tensors.",
      },
    );
  }
  return isComputed(dtype)
    ? makeTensor({ dtype, shape, data: typedArray(dtype, allBytes(tensor)) })
    : makeTensor({ dtype: "float32", shape, data: widened(tensor) });
}

function isComputed(dtype: StoredDType): dtype is DType {
  return (DTYPES as readonly StoredDType[]).includes(dtype);
}

function allBytes(tensor: StoredTensor): Uint8Array {
  const bytes = allocated(
    tensor,
    () => new Uint8Array((elementCount(tensor.shape) * BITS_PER_ELEMENT[tensor.dtype]) / 8),
  );
  using elements = openElements(tensor);
  elements.readBytes(0, bytes);
  return bytes;
}

function widened(tensor: StoredTensor): Float32Array {
  const values = allocated(tensor, () => new Float32Array(elementCount(tensor.shape)));
  using elements = openElements(tensor);
  for (let first = 0; first < values.length; first += PIECE_ELEMENTS) {
    const piece = values.subarray(first, first + PIECE_ELEMENTS);
    const bytes = new Uint8Array((piece.length * BITS_PER_ELEMENT[tensor.dtype]) / 8);
    elements.readBytes(first, bytes);
    decodeElements(tensor.dtype, bytes, piece);
  }
  return values;
}

function allocated<Values>({ name, shape }: StoredTensor, make: () => Values): Values {
  try {
    return make();
  } catch (error) {
    throw new FvalidateError("input", `${name}, shape [${shape.join(", ")}], does not fit into memory.`, {
      hint: "Compare it with fvalidate compare, which reads it a piece at a time.",
      cause: error,
    });
  }
}
