import type { StoredDType } from "../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../src/tensors/stored/stored-tensor.ts";

/** A tensor whose elements nobody reads. */
export function stored(
  name: string,
  changes: Partial<StoredTensor> = {},
  dtype: StoredDType = "float32",
): StoredTensor {
  return {
    name,
    dtype,
    shape: [2],
    littleEndian: true,
    strides: null,
    firstElement: 0,
    location: { kind: "memory", bytes: new SharedArrayBuffer(8), byteLength: 8 },
    ...changes,
  };
}
