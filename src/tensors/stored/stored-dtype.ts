import { BYTES_PER_ELEMENT, DTYPES } from "../dtype.ts";

/** Element types that only files hold: they are read for comparison and never computed with. By PyTorch's names. */
export const STORED_ONLY_DTYPES = [
  "float8_e4m3fn",
  "float8_e5m2",
  "float8_e4m3fnuz",
  "float8_e5m2fnuz",
  "float8_e8m0fnu",
  "float6_e2m3fn",
  "float6_e3m2fn",
  "float4_e2m1fn",
  "complex64",
  "complex128",
] as const;

/** Every element type that a tensor in a file may have. */
export const STORED_DTYPES = [...DTYPES, ...STORED_ONLY_DTYPES] as const;
export type StoredDType = (typeof STORED_DTYPES)[number];

/** Bits of one element; those below 8 are packed without gaps, the first element in the lowest bits. */
export const BITS_PER_ELEMENT: Readonly<Record<StoredDType, number>> = {
  ...(Object.fromEntries(DTYPES.map((dtype) => [dtype, 8 * BYTES_PER_ELEMENT[dtype]])) as Record<
    (typeof DTYPES)[number],
    number
  >),
  float8_e4m3fn: 8,
  float8_e5m2: 8,
  float8_e4m3fnuz: 8,
  float8_e5m2fnuz: 8,
  float8_e8m0fnu: 8,
  float6_e2m3fn: 6,
  float6_e3m2fn: 6,
  float4_e2m1fn: 4,
  complex64: 64,
  complex128: 128,
};
