/** The element types that fvalidate reads, by their PyTorch names. */
export const DTYPES = [
  "float16",
  "bfloat16",
  "float32",
  "float64",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "bool",
] as const;

export type DType = (typeof DTYPES)[number];
