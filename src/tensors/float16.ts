/**
 * Conversions between numbers and the 16-bit floats: IEEE 754 binary16 (float16: 5 exponent bits, 10 fraction
 * bits) and bfloat16 (the upper half of a float32).
 */

const float32 = new Float32Array(1);
const float32Bits = new Uint32Array(float32.buffer);
let float16Table: Float32Array | null = null;

/** The numbers of all 65536 float16 bit patterns; made on first use. */
export function float16Values(): Float32Array {
  float16Table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => decodeFloat16(bits));
  return float16Table;
}

export function decodeBfloat16(bits: number): number {
  float32Bits[0] = bits << 16;
  return float32[0] ?? 0;
}

/** The nearest float16's bits; ties go to the even one. */
export function encodeFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  // Half a step above the largest finite float16, 65504, rounds to infinity.
  if (magnitude >= 65520) return sign | 0x7c00;
  // Subnormals step by 2^-24; the sum rolls over into the smallest normal by itself.
  if (magnitude < 2 ** -14) return sign | roundHalfEven(magnitude * 2 ** 24);
  const exponent = exponentOf(magnitude);
  return sign | (((exponent + 15) << 10) + roundHalfEven((magnitude / 2 ** exponent - 1) * 1024));
}

/** The nearest bfloat16's bits; ties go to the even one. */
export function encodeBfloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7fc0;
  // Half a step above the largest finite bfloat16, (2 − 2^-7)·2^127, rounds to infinity.
  if (magnitude >= (2 - 2 ** -8) * 2 ** 127) return sign | 0x7f80;
  if (magnitude < 2 ** -126) return sign | roundHalfEven(magnitude * 2 ** 133);
  const exponent = exponentOf(magnitude);
  return sign | (((exponent + 127) << 7) + roundHalfEven((magnitude / 2 ** exponent - 1) * 128));
}

function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
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
