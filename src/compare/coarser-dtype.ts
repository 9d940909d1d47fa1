import type { DType } from "../tensors/dtype.ts";

/** Bits of the significand, the hidden one included. */
const SIGNIFICAND_BITS: Partial<Record<DType, number>> = {
  bfloat16: 8,
  float16: 11,
  float32: 24,
  float64: 53,
};

/** The dtype with fewer significant bits; integers count as exact. */
export function coarserDtype(first: DType, second: DType): DType {
  return significandBits(first) <= significandBits(second) ? first : second;
}

function significandBits(dtype: DType): number {
  return SIGNIFICAND_BITS[dtype] ?? Number.POSITIVE_INFINITY;
}
