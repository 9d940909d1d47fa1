import type { StoredDType } from "../stored/stored-dtype.ts";

/** By PyTorch's names: those that are read, with the bytes of one element. */
const READ = {
  float16: 2,
  bfloat16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
  complex64: 8,
  complex128: 16,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2fnuz: 1,
  float8_e8m0fnu: 1,
  /** Two 4-bit floats in each byte, the first one in the lower half. */
  float4_e2m1fn_x2: 1,
} as const;

/** Those that are only known by name, because no other stack could be asked for them: they are refused. */
const REFUSED = {
  complex32: 4,
  qint8: 1,
  quint8: 1,
  qint32: 4,
  quint4x2: 1,
  quint2x4: 1,
  bits8: 1,
  bits16: 2,
  bits1x8: 1,
  bits2x4: 1,
  bits4x2: 1,
  int1: 1,
  int2: 1,
  int3: 1,
  int4: 1,
  int5: 1,
  int6: 1,
  int7: 1,
  uint1: 1,
  uint2: 1,
  uint3: 1,
  uint4: 1,
  uint5: 1,
  uint6: 1,
  uint7: 1,
} as const;

const TORCH_BYTES: Readonly<Record<TorchDType, number>> = { ...READ, ...REFUSED };

export type TorchDType = keyof typeof READ | keyof typeof REFUSED;

/** Bytes of one element, as PyTorch counts elements. */
export function torchElementBytes(dtype: TorchDType): number {
  return TORCH_BYTES[dtype];
}

export function isTorchDType(name: string): name is TorchDType {
  return Object.hasOwn(TORCH_BYTES, name);
}

/** The dtype under which elements are read; `null` for those that are not. `float4_e2m1fn_x2` holds two in each. */
export function storedDTypeOf(dtype: TorchDType): StoredDType | null {
  if (dtype === "float4_e2m1fn_x2") return "float4_e2m1fn";
  return Object.hasOwn(READ, dtype) ? (dtype as Exclude<keyof typeof READ, "float4_e2m1fn_x2">) : null;
}

/** Classes that older pickles name instead of a dtype: `torch.FloatStorage`, `torch.cuda.FloatStorage`. */
const STORAGE_CLASSES: ReadonlyMap<string, TorchDType> = new Map([
  ["DoubleStorage", "float64"],
  ["FloatStorage", "float32"],
  ["HalfStorage", "float16"],
  ["BFloat16Storage", "bfloat16"],
  ["LongStorage", "int64"],
  ["IntStorage", "int32"],
  ["ShortStorage", "int16"],
  ["CharStorage", "int8"],
  ["ByteStorage", "uint8"],
  ["BoolStorage", "bool"],
  ["ComplexDoubleStorage", "complex128"],
  ["ComplexFloatStorage", "complex64"],
  ["UntypedStorage", "uint8"],
  ["QInt8Storage", "qint8"],
  ["QInt32Storage", "qint32"],
  ["QUInt8Storage", "quint8"],
  ["QUInt4x2Storage", "quint4x2"],
  ["QUInt2x4Storage", "quint2x4"],
]);

/** What a class of storages holds; `undefined` for other names. */
export function storageDType(module: string, name: string): TorchDType | undefined {
  return /^torch(\.storage|\.cuda)?$/.test(module) ? STORAGE_CLASSES.get(name) : undefined;
}
