import { JSON_ARRAYS } from "./json.ts";
import { NPY } from "./npy.ts";
import { SAFETENSORS } from "./safetensors.ts";
import { SHARDED_SAFETENSORS } from "./sharded-safetensors.ts";
import type { FolderFormat, TensorFormat } from "./tensor-format.ts";

/** The kinds of files that hold tensors. The first that recognises a file opens it. */
export const TENSOR_FORMATS: readonly TensorFormat[] = [NPY, SAFETENSORS, SHARDED_SAFETENSORS, JSON_ARRAYS];

/** The kinds of folders whose files belong together. A folder that none recognises is read file by file. */
export const FOLDER_FORMATS: readonly FolderFormat[] = [];
