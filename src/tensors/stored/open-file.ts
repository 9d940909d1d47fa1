import { FvalidateError } from "../../support/errors.ts";
import { looksLike } from "../file-kind.ts";
import { TENSOR_FORMATS } from "../formats/index.ts";
import { type OpenOptions, START_BYTES, type TensorFormat } from "../formats/tensor-format.ts";
import { cannotRead, readingFile } from "../npy-file.ts";
import type { TensorFile } from "./stored-tensor.ts";

/** @throws FvalidateError of kind `input`, also for a file of no known format */
export async function openTensorFile(path: string, options: OpenOptions): Promise<TensorFile> {
  const start = await startOf(path);
  const format = formatOf(start, path);
  if (format !== null) return format.open(path, options);
  const { kind, hint } = looksLike(start);
  const problem = `it is no file of tensors but looks like ${start.length === 0 ? "nothing: it is empty" : kind}`;
  throw cannotRead(
    path,
    new FvalidateError("input", problem, { hint: `Known are ${extensions()}. ${hint}` }),
    "",
  );
}

/** The format of a file: the one that its content is recognised by, else its ending; `null` where there is none. */
export async function formatOfFile(path: string): Promise<TensorFormat | null> {
  return formatOf(await startOf(path), path);
}

function formatOf(start: Uint8Array, path: string): TensorFormat | null {
  const lower = path.toLowerCase();
  return (
    TENSOR_FORMATS.find((format) => format.recognises(start, path)) ??
    TENSOR_FORMATS.find((format) => format.extensions.some((extension) => lower.endsWith(extension))) ??
    null
  );
}

async function startOf(path: string): Promise<Uint8Array> {
  try {
    return await readingFile(path, (reader) => reader.read(0, Math.min(START_BYTES, reader.size)));
  } catch (error) {
    throw cannotRead(path, error, "Name a file of tensors, or a folder of such files.");
  }
}

function extensions(): string {
  return TENSOR_FORMATS.flatMap((format) => format.extensions).join(", ");
}
