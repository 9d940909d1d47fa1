import { stat } from "node:fs/promises";
import { FvalidateError } from "../../support/errors.ts";
import type { OpenOptions } from "../formats/tensor-format.ts";
import { reasonOf } from "../npy-file.ts";
import { openTensorFile } from "./open-file.ts";
import { openTensorFolder } from "./open-folder.ts";
import type { TensorFile } from "./stored-tensor.ts";

/**
 * Says which tensors a file or a folder holds, without reading their elements. Files are known by their content, then by
 * their ending. A folder is a dump of a model's layers or, where no kind of dump is recognised, all the tensor files in it
 * and in its folders: `a/b.npy` is `a/b`, and so is `a/b.safetensors` with a single tensor; where a file holds several,
 * their names stand behind it.
 *
 * @param options what elements are that their files cannot name
 * @throws FvalidateError of kind `input` that names the file and what is wrong at which byte, also where there is no tensor
 */
export async function openTensors(
  path: string,
  options: Pick<OpenOptions, "dtype"> = {},
): Promise<TensorFile> {
  const opened = (await isFolder(path))
    ? await openTensorFolder(path, options)
    : await openTensorFile(path, options);
  if (opened.tensors.length > 0) return opened;
  const notes = opened.notes.length === 0 ? "" : ` (${opened.notes.join("; ")})`;
  throw new FvalidateError("input", `Cannot read ${path}: it holds no tensors${notes}.`, {
    hint: "Name a file of tensors, or a folder of such files.",
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new FvalidateError("input", `Cannot read ${path}: ${reasonOf(error)}.`, {
      hint: "Name a file of tensors, or a folder of such files.",
      cause: error,
    });
  }
}
