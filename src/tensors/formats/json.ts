import { FvalidateError } from "../../support/errors.ts";
import { readJsonArrays } from "../json/json-arrays.ts";
import { cannotRead, type FileReader, readingFile } from "../npy-file.ts";
import { stemOf } from "../stored/file-names.ts";
import type { TensorFile } from "../stored/stored-tensor.ts";
import { HoldsNoTensors, type TensorFormat } from "./tensor-format.ts";

/** Numbers are held in memory, in up to four times as many bytes as they take in the file. */
const MAXIMUM_BYTES = 2 ** 29;
const SAVE_AGAIN = "Save nested arrays of numbers, or use numpy.save.";

/** Nested arrays of numbers, and objects of these; read as float64. */
export const JSON_ARRAYS: TensorFormat = {
  name: "JSON",
  extensions: [".json"],
  // Text may begin like JSON and be something else.
  recognises: (_, path) => path.toLowerCase().endsWith(".json"),
  open: openJson,
};

async function openJson(path: string): Promise<TensorFile> {
  try {
    const { arrays, values, count } = readJsonArrays(await readingFile(path, readWhole));
    const location = { kind: "memory", bytes: values, byteLength: count * 8 } as const;
    const tensors = arrays.map(({ name, shape, first }) => ({
      name: name ?? stemOf(path, JSON_ARRAYS.extensions),
      dtype: "float64" as const,
      shape,
      littleEndian: true,
      strides: null,
      firstElement: first,
      location,
    }));
    return { format: JSON_ARRAYS.name, tensors, notes: [] };
  } catch (error) {
    if (error instanceof HoldsNoTensors)
      throw new HoldsNoTensors(`Cannot read ${path}: ${error.message}.`, error.hint ?? SAVE_AGAIN);
    throw cannotRead(path, error, SAVE_AGAIN);
  }
}

async function readWhole(reader: FileReader): Promise<Buffer> {
  if (reader.size > MAXIMUM_BYTES) {
    throw new FvalidateError(
      "input",
      `it has ${reader.size} bytes, and JSON of more than ${MAXIMUM_BYTES / 2 ** 20} MiB is not read`,
      { hint: "Save the arrays with numpy.save: those are read a piece at a time." },
    );
  }
  const bytes = await reader.read(0, reader.size);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
