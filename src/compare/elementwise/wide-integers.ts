import type { StoredDType } from "../../tensors/stored/stored-dtype.ts";
import type { Values } from "./exact-block.ts";

const INTEGERS: readonly StoredDType[] = ["int64", "uint64"];

/** An arm's bytes as they are stored, and its values as they were rounded. */
export interface RoundedArm {
  readonly dtype: StoredDType;
  readonly bytes: Uint8Array;
  readonly values: Values;
}

/** Whether float64 may have rounded two integers to the same number. */
export function mayRound(dtypes: readonly StoredDType[]): boolean {
  return dtypes.some((dtype) => INTEGERS.includes(dtype));
}

/** Whether elements whose rounded values are the same are so before they are rounded. */
export function areSameIntegers(baseline: RoundedArm, candidate: RoundedArm): boolean {
  if (INTEGERS.includes(baseline.dtype) && INTEGERS.includes(candidate.dtype))
    return Buffer.compare(baseline.bytes, candidate.bytes) === 0;
  return INTEGERS.includes(baseline.dtype) ? holdsValues(baseline) : holdsValues(candidate);
}

/** Whether no integer has been rounded. */
function holdsValues({ dtype, bytes, values }: RoundedArm): boolean {
  const { buffer, byteOffset } = bytes;
  const integers =
    dtype === "int64"
      ? new BigInt64Array(buffer, byteOffset, values.length)
      : new BigUint64Array(buffer, byteOffset, values.length);
  return values.every(
    (value, i) => Math.abs(value) <= Number.MAX_SAFE_INTEGER || BigInt(value) === integers[i],
  );
}
