import type { StoredDType } from "../tensors/stored/stored-dtype.ts";

/** Bits of the significand, the hidden one included. */
const SIGNIFICAND_BITS: Partial<Record<StoredDType, number>> = {
  float8_e8m0fnu: 1,
  float4_e2m1fn: 2,
  float8_e5m2: 3,
  float8_e5m2fnuz: 3,
  float6_e3m2fn: 3,
  float8_e4m3fn: 4,
  float8_e4m3fnuz: 4,
  float6_e2m3fn: 4,
  bfloat16: 8,
  float16: 11,
  float32: 24,
  complex64: 24,
  float64: 53,
  complex128: 53,
};

/** The dtype with fewer significant bits; integers count as exact. */
export function coarserDtype<Type extends StoredDType>(first: Type, second: Type): Type {
  return significandBits(first) <= significandBits(second) ? first : second;
}

/** Whether a dtype has a fixed number of significant bits, and with that units in the last place. */
export function hasUlps(dtype: StoredDType): boolean {
  return Object.hasOwn(SIGNIFICAND_BITS, dtype);
}

function significandBits(dtype: StoredDType): number {
  return SIGNIFICAND_BITS[dtype] ?? Number.POSITIVE_INFINITY;
}
