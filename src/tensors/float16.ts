/**
 * Conversions between numbers and the 16-bit floats: IEEE 754 binary16 (float16: 5 exponent bits, 10 fraction
 * bits) and bfloat16 (the upper half of a float32: 8 exponent bits, 7 fraction bits).
 */

interface Format {
  readonly fractionBits: number;
  /** Exponent of the smallest normal number; the largest one's is 1 − this. */
  readonly minimumExponent: number;
  /** All exponent bits, no fraction. */
  readonly infinity: number;
  readonly quietNan: number;
}

const FLOAT16: Format = { fractionBits: 10, minimumExponent: -14, infinity: 0x7c00, quietNan: 0x7e00 };
const BFLOAT16: Format = { fractionBits: 7, minimumExponent: -126, infinity: 0x7f80, quietNan: 0x7fc0 };

const PATTERNS = 0x10000;
let float16Table: Float32Array | null = null;
let bfloat16Table: Float32Array | null = null;

/** The numbers of all 65536 float16 bit patterns; made on first use. */
export function float16Values(): Float32Array {
  float16Table ??= Float32Array.from({ length: PATTERNS }, (_, bits) => decode(bits, FLOAT16));
  return float16Table;
}

/** The numbers of all 65536 bfloat16 bit patterns; made on first use. */
export function bfloat16Values(): Float32Array {
  bfloat16Table ??= Float32Array.from({ length: PATTERNS }, (_, bits) => decode(bits, BFLOAT16));
  return bfloat16Table;
}

/** @param bits 0 … 65535 */
export function decodeFloat16(bits: number): number {
  return decode(bits, FLOAT16);
}

/** @param bits 0 … 65535 */
export function decodeBfloat16(bits: number): number {
  return decode(bits, BFLOAT16);
}

/** The nearest float16's bits; ties go to the even one. Every NaN becomes the positive quiet one. */
export function encodeFloat16(value: number): number {
  return encode(value, FLOAT16);
}

/** The nearest bfloat16's bits; ties go to the even one. Every NaN becomes the positive quiet one. */
export function encodeBfloat16(value: number): number {
  return encode(value, BFLOAT16);
}

function decode(bits: number, { fractionBits, minimumExponent, infinity }: Format): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const magnitude = bits & 0x7fff;
  if (magnitude >= infinity) return magnitude === infinity ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  const exponent = magnitude >> fractionBits;
  const fraction = magnitude & ((1 << fractionBits) - 1);
  // Subnormals lack the hidden bit and share the smallest normal exponent.
  if (exponent === 0) return sign * fraction * 2 ** (minimumExponent - fractionBits);
  return sign * (fraction + (1 << fractionBits)) * 2 ** (exponent - 1 + minimumExponent - fractionBits);
}

function encode(value: number, { fractionBits, minimumExponent, infinity, quietNan }: Format): number {
  if (Number.isNaN(value)) return quietNan;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude === Number.POSITIVE_INFINITY) return sign | infinity;
  const exponent = Math.max(exponentOf(magnitude), minimumExponent);
  const steps = roundHalfEven(magnitude / 2 ** (exponent - fractionBits));
  // The steps hold the hidden bit, which counts one exponent up; a carry out of the fraction counts the next.
  const bits = (exponent - minimumExponent) * 2 ** fractionBits + steps;
  return sign | Math.min(bits, infinity);
}

/** The e with 2^e ≤ magnitude < 2^(e+1), for normal float64 numbers. */
function exponentOf(magnitude: number): number {
  const exponent = Math.floor(Math.log2(magnitude));
  // log2 rounds, so it may be off by one next to a power of two.
  if (2 ** exponent > magnitude) return exponent - 1;
  return 2 ** (exponent + 1) <= magnitude ? exponent + 1 : exponent;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest === 0.5) return floor % 2 === 0 ? floor : floor + 1;
  return rest < 0.5 ? floor : floor + 1;
}
