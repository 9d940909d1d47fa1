import { type SmallFloatDType, smallFloatValues } from "../../../tensors/decode/small-floats.ts";
import type { StoredDType } from "../../../tensors/stored/stored-dtype.ts";
import { patternWriter } from "../ordinals.ts";
import type { KernelExports, PairKernel } from "./pair-kernel.ts";

/** Addresses in the kernel's memory. */
export interface WidenPlace {
  readonly from: number;
  readonly values: number;
  /** Where patterns as sign and magnitude go, of dtypes whose loop finds them on its way. */
  readonly bits: number;
  /** A multiple of 8. */
  readonly length: number;
}

type Loop = (exports: KernelExports, place: WidenPlace) => void;

const TO_FLOAT32: Partial<Record<StoredDType, Loop>> = {
  bfloat16: (exports, { from, values, length }) => exports.widenBfloat16(from, values, length),
  float16: (exports, { from, values, bits, length }) => exports.widenFloat16(from, values, bits, length),
  int16: (exports, { from, values, length }) => exports.widenInt16(from, values, length),
  uint16: (exports, { from, values, length }) => exports.widenUint16(from, values, length),
};

const TO_FLOAT64: Partial<Record<StoredDType, Loop>> = {
  int32: (exports, { from, values, length }) => exports.widenInt32(from, values, length),
  uint32: (exports, { from, values, length }) => exports.widenUint32(from, values, length),
  int64: (exports, { from, values, length }) => exports.widenInt64(from, values, length),
  uint64: (exports, { from, values, length }) => exports.widenUint64(from, values, length),
  float32: (exports, { from, values, length }) => exports.widenFloat32(from, values, length),
  complex64: (exports, { from, values, length }) => exports.widenFloat32(from, values, length),
};

const BY_TABLE: Partial<Record<StoredDType, "lookUp8" | "lookUp6" | "lookUp4">> = {
  int8: "lookUp8",
  uint8: "lookUp8",
  bool: "lookUp8",
  float8_e4m3fn: "lookUp8",
  float8_e5m2: "lookUp8",
  float8_e4m3fnuz: "lookUp8",
  float8_e5m2fnuz: "lookUp8",
  float8_e8m0fnu: "lookUp8",
  float6_e2m3fn: "lookUp6",
  float6_e3m2fn: "lookUp6",
  float4_e2m1fn: "lookUp4",
};

/** Whether `toFloat32` writes a dtype's patterns too. */
export function hasPatternLoop(dtype: StoredDType): boolean {
  return dtype === "float16" || (dtype in BY_TABLE && !isInteger(dtype));
}

/** Any dtype that float32 holds, but float32 itself. */
export function toFloat32(kernel: PairKernel, dtype: StoredDType, place: WidenPlace): void {
  const lookUp = BY_TABLE[dtype];
  if (lookUp === undefined) TO_FLOAT32[dtype]?.(kernel.exports, place);
  else {
    kernel.useTable(dtype, () => tablesOf(dtype));
    kernel.exports[lookUp](place.from, place.values, place.bits, place.length);
  }
}

/** Any dtype that float32 does not hold but float64, and float32. */
export function toFloat64(kernel: PairKernel, dtype: StoredDType, place: WidenPlace): void {
  TO_FLOAT64[dtype]?.(kernel.exports, place);
}

function isInteger(dtype: StoredDType): boolean {
  return dtype === "int8" || dtype === "uint8" || dtype === "bool";
}

const tables = new Map<StoredDType, { values: Float32Array; patterns: Int32Array }>();

function tablesOf(dtype: StoredDType): { values: Float32Array; patterns: Int32Array } {
  const known = tables.get(dtype);
  if (known !== undefined) return known;
  const values = isInteger(dtype)
    ? Float32Array.from({ length: 256 }, (_, code) => (dtype === "int8" ? (code << 24) >> 24 : code))
    : smallFloatValues(dtype as SmallFloatDType);
  const patterns = new Int32Array(values.length);
  if (!isInteger(dtype)) patternWriter(dtype)(values, patterns);
  const made = { values, patterns };
  tables.set(dtype, made);
  return made;
}
