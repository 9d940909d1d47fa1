import { bfloat16Values, float16Values } from "../float16.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "../stored/stored-dtype.ts";
import { unpackNibbles, unpackSixBits } from "./packed.ts";
import { type SmallFloatDType, smallFloatValues } from "./small-floats.ts";

type Values = Float32Array | Float64Array;

/**
 * In which array the values of each dtype are exact. 64-bit integers beyond 2^53 are in neither, and go to the nearest
 * double.
 */
export const VALUE_PRECISION: Readonly<Record<StoredDType, "float32" | "float64">> = {
  float16: "float32",
  bfloat16: "float32",
  float32: "float32",
  float64: "float64",
  int8: "float32",
  int16: "float32",
  int32: "float64",
  int64: "float64",
  uint8: "float32",
  uint16: "float32",
  uint32: "float64",
  uint64: "float64",
  bool: "float32",
  float8_e4m3fn: "float32",
  float8_e5m2: "float32",
  float8_e4m3fnuz: "float32",
  float8_e5m2fnuz: "float32",
  float8_e8m0fnu: "float32",
  float6_e2m3fn: "float32",
  float6_e3m2fn: "float32",
  float4_e2m1fn: "float32",
  complex64: "float32",
  complex128: "float64",
};

/** How many values an element has: a complex number two, its real part and then its imaginary one. */
export function valuesPerElement(dtype: StoredDType): 1 | 2 {
  return dtype === "complex64" || dtype === "complex128" ? 2 : 1;
}

/**
 * Elements as numbers.
 *
 * @param bytes as `readBytes` gives them: little-endian, C order, packed where the dtype has fewer than 8 bits
 * @param target as many values as the bytes hold: one per element, two for complex numbers. A `Float32Array` only where
 *   `VALUE_PRECISION` says that it holds them exactly
 * @throws RangeError for a target of another length, TypeError for one that would round
 */
export function decodeElements(dtype: StoredDType, bytes: Uint8Array, target: Values): void {
  const bits = BITS_PER_ELEMENT[dtype] / valuesPerElement(dtype);
  if (Math.ceil((target.length * bits) / 8) !== bytes.length)
    throw new RangeError(`${target.length} values of ${dtype} are not ${bytes.length} bytes`);
  if (VALUE_PRECISION[dtype] === "float64" && target instanceof Float32Array)
    throw new TypeError(`A Float32Array would round ${dtype}`);
  const aligned = bytes.byteOffset % Math.ceil(bits / 8) === 0 ? bytes : new Uint8Array(bytes);
  DECODERS[dtype](aligned, target);
}

type Decoder = (bytes: Uint8Array, target: Values) => void;
type PlainArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
type PlainArrayClass = (new (
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
) => PlainArray) & {
  readonly BYTES_PER_ELEMENT: number;
};

const DECODERS: Readonly<Record<StoredDType, Decoder>> = {
  float16: (bytes, target) => lookUp(viewAs(Uint16Array, bytes), float16Values(), target),
  bfloat16: decodeBfloat16s,
  float32: plain(Float32Array),
  float64: plain(Float64Array),
  int8: plain(Int8Array),
  int16: plain(Int16Array),
  int32: plain(Int32Array),
  int64: (bytes, target) => wideIntegers(viewAs(Int32Array, bytes), bytes, target),
  uint8: plain(Uint8Array),
  uint16: plain(Uint16Array),
  uint32: plain(Uint32Array),
  uint64: (bytes, target) => wideIntegers(viewAs(Uint32Array, bytes), bytes, target),
  bool: plain(Uint8Array),
  float8_e4m3fn: byTable("float8_e4m3fn"),
  float8_e5m2: byTable("float8_e5m2"),
  float8_e4m3fnuz: byTable("float8_e4m3fnuz"),
  float8_e5m2fnuz: byTable("float8_e5m2fnuz"),
  float8_e8m0fnu: byTable("float8_e8m0fnu"),
  float6_e2m3fn: (bytes, target) => unpackSixBits(bytes, smallFloatValues("float6_e2m3fn"), target),
  float6_e3m2fn: (bytes, target) => unpackSixBits(bytes, smallFloatValues("float6_e3m2fn"), target),
  float4_e2m1fn: (bytes, target) => unpackNibbles(bytes, smallFloatValues("float4_e2m1fn"), target),
  complex64: plain(Float32Array),
  complex128: plain(Float64Array),
};

function viewAs<ArrayClass extends PlainArrayClass>(
  arrayClass: ArrayClass,
  { buffer, byteOffset, byteLength }: Uint8Array,
): InstanceType<ArrayClass> {
  return new arrayClass(
    buffer,
    byteOffset,
    byteLength / arrayClass.BYTES_PER_ELEMENT,
  ) as InstanceType<ArrayClass>;
}

function plain(arrayClass: PlainArrayClass): Decoder {
  return (bytes, target) => target.set(viewAs(arrayClass, bytes));
}

function byTable(dtype: SmallFloatDType): Decoder {
  return (bytes, target) => lookUp(bytes, smallFloatValues(dtype), target);
}

function lookUp(patterns: Uint8Array | Uint16Array, table: Float32Array, target: Values): void {
  for (let i = 0; i < target.length; i += 1) target[i] = table[patterns[i] ?? 0] ?? 0;
}

/** A bfloat16 is the upper half of a float32. */
function decodeBfloat16s(bytes: Uint8Array, target: Values): void {
  const halves = viewAs(Uint16Array, bytes);
  if (target instanceof Float64Array) {
    lookUp(halves, bfloat16Values(), target);
    return;
  }
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < words.length; i += 1) words[i] = (halves[i] ?? 0) << 16;
}

/**
 * 64-bit integers to the nearest double, ties to the even one: both halves are exact, so that their sum is rounded once.
 * @param words signed where the integers are
 */
function wideIntegers(words: Int32Array | Uint32Array, bytes: Uint8Array, target: Values): void {
  const low = viewAs(Uint32Array, bytes);
  for (let i = 0; i < target.length; i += 1)
    target[i] = (words[2 * i + 1] ?? 0) * 2 ** 32 + (low[2 * i] ?? 0);
}
