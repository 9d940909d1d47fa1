import { JSON_ARRAYS } from "./json.ts";
import { NPY } from "./npy.ts";
import { NPZ } from "./npz.ts";
import { PT } from "./pt.ts";
import { SAFETENSORS } from "./safetensors.ts";
import { SHARDED_SAFETENSORS } from "./sharded-safetensors.ts";
import type { TensorFormat } from "./tensor-format.ts";

/** The kinds of files that hold tensors. The first that recognises a file opens it. */
export const TENSOR_FORMATS: readonly TensorFormat[] = [
  NPY,
  PT,
  NPZ,
  SAFETENSORS,
  SHARDED_SAFETENSORS,
  JSON_ARRAYS,
];
