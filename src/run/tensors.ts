import { join } from "node:path";
import type { ActionSet } from "../contracts/actions.ts";
import { FvalidateError } from "../support/errors.ts";
import { writeWhole } from "../support/write-file.ts";
import { encodeNpy } from "../tensors/npy.ts";
import type { Tensor } from "../tensors/tensor.ts";

/**
 * Writes what was compared to `tensors/`, [observations, steps, dimensions], with all answered dimensions.
 * @returns why it could not be written: a full disk must not keep the verdict from its reader
 */
export async function tryWriteTensors(
  folder: string,
  pair: { baseline: ActionSet; candidate: ActionSet },
): Promise<FvalidateError | null> {
  try {
    for (const arm of ["baseline", "candidate"] as const) {
      await writeWhole(join(folder, "tensors", `${arm}.npy`), encodeNpy(tensorOf(pair[arm])));
    }
    return null;
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
}

/** Half-precision answers are written as float32, which holds them exactly. */
function tensorOf({ shape, values, dtype }: ActionSet): Tensor {
  return dtype === "float64"
    ? { dtype: "float64", shape, data: values }
    : { dtype: "float32", shape, data: Float32Array.from(values) };
}
