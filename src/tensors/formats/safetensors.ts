import { cannotRead, type FileReader, readingFile } from "../npy-file.ts";
import { headerLength, LENGTH_BYTES, parseHeader, type SafetensorsHeader } from "../safetensors/header.ts";
import { checkLayout } from "../safetensors/layout.ts";
import type { StoredTensor, TensorFile } from "../stored/stored-tensor.ts";
import type { TensorFormat } from "./tensor-format.ts";

const OPENING_BRACE = 0x7b;

/** Hugging Face's safetensors: named tensors behind a JSON header. */
export const SAFETENSORS: TensorFormat = {
  name: "safetensors",
  extensions: [".safetensors"],
  // 100 MB, the longest header, has no bits in the upper half of its length.
  recognises: (start) =>
    start[LENGTH_BYTES] === OPENING_BRACE && start.subarray(4, LENGTH_BYTES).every((byte) => byte === 0),
  open: openSafetensors,
};

async function openSafetensors(path: string): Promise<TensorFile> {
  try {
    return await readingFile(path, (reader) => readTensors(path, reader));
  } catch (error) {
    throw cannotRead(path, error, "Copy or download it again, or save the tensors again.");
  }
}

async function readTensors(path: string, reader: FileReader): Promise<TensorFile> {
  const length = headerLength(await reader.read(0, Math.min(LENGTH_BYTES, reader.size)), reader.size);
  const dataStart = LENGTH_BYTES + length;
  const header = parseHeader(await reader.read(LENGTH_BYTES, length));
  checkLayout(header.tensors, dataStart, reader.size);
  return {
    format: SAFETENSORS.name,
    tensors: storedTensors(header, path, dataStart),
    notes: notesOn(header),
  };
}

function storedTensors({ tensors }: SafetensorsHeader, path: string, dataStart: number): StoredTensor[] {
  return tensors.map(({ name, dtype, shape, begin, end }) => ({
    name,
    dtype,
    shape,
    littleEndian: true,
    strides: null,
    firstElement: 0,
    location: { kind: "file", path, offset: dataStart + begin, byteLength: end - begin },
  }));
}

const MOST_KEYS = 5;

/** `format` only says which library wrote the file. */
function notesOn({ metadata }: SafetensorsHeader): string[] {
  const keys = [...metadata.keys()].filter((key) => key !== "format");
  if (keys.length === 0) return [];
  const named = keys.slice(0, MOST_KEYS).join(", ");
  return [`metadata, which is not compared: ${named}${keys.length > MOST_KEYS ? ", …" : ""}`];
}
