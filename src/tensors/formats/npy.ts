import { cannotRead, readingFile } from "../npy-file.ts";
import { beginsLikeNpy, MAXIMUM_START } from "../npy-preamble.ts";
import { stemOf } from "../stored/file-names.ts";
import { npyArray } from "../stored/npy-array.ts";
import type { TensorFile } from "../stored/stored-tensor.ts";
import type { OpenOptions, TensorFormat } from "./tensor-format.ts";

/** One array of numpy's, named by its file (numpy's NEP 1, versions 1.0 to 3.0). */
export const NPY: TensorFormat = {
  name: "npy",
  extensions: [".npy"],
  recognises: beginsLikeNpy,
  open: openNpy,
};

async function openNpy(path: string, options: OpenOptions): Promise<TensorFile> {
  try {
    const { dataStart, dataBytes, ...array } = await readingFile(path, async (reader) =>
      npyArray(await reader.read(0, Math.min(MAXIMUM_START, reader.size)), reader.size, options),
    );
    const location = { kind: "file", path, offset: dataStart, byteLength: dataBytes } as const;
    return {
      format: NPY.name,
      tensors: [{ name: stemOf(path, NPY.extensions), ...array, location }],
      notes: [],
    };
  } catch (error) {
    throw cannotRead(path, error, "Save the array again with numpy.save.");
  }
}
