import type { StoredDType } from "../stored/stored-dtype.ts";

/** A binary float of up to 8 bits. Its sign, where it has one, is the highest bit, then come exponent and fraction. */
interface SmallFloat {
  readonly signed: boolean;
  readonly exponentBits: number;
  readonly fractionBits: number;
  readonly bias: number;
  /** Which patterns are no finite numbers; `undefined` for numbers. */
  special(bits: number): number | undefined;
}

const never = (): undefined => undefined;

/** Formats without infinities, in which a NaN takes the place of −0. */
const nanForNegativeZero = (bits: number): number | undefined => (bits === 0x80 ? Number.NaN : undefined);

const SMALL_FLOATS = {
  // Open Compute Project, "OCP 8-bit Floating Point Specification (OFP8)", revision 1.0.
  float8_e4m3fn: {
    signed: true,
    exponentBits: 4,
    fractionBits: 3,
    bias: 7,
    special: (bits) => ((bits & 0x7f) === 0x7f ? Number.NaN : undefined),
  },
  float8_e5m2: { signed: true, exponentBits: 5, fractionBits: 2, bias: 15, special: e5m2Special },
  // Noune et al., "8-bit Numerical Formats for Deep Neural Networks", 2022.
  float8_e4m3fnuz: {
    signed: true,
    exponentBits: 4,
    fractionBits: 3,
    bias: 8,
    special: nanForNegativeZero,
  },
  float8_e5m2fnuz: {
    signed: true,
    exponentBits: 5,
    fractionBits: 2,
    bias: 16,
    special: nanForNegativeZero,
  },
  // Open Compute Project, "OCP Microscaling Formats (MX) Specification", version 1.0.
  float8_e8m0fnu: {
    signed: false,
    exponentBits: 8,
    fractionBits: 0,
    bias: 127,
    special: (bits) => (bits === 0xff ? Number.NaN : undefined),
  },
  float6_e2m3fn: { signed: true, exponentBits: 2, fractionBits: 3, bias: 1, special: never },
  float6_e3m2fn: { signed: true, exponentBits: 3, fractionBits: 2, bias: 3, special: never },
  float4_e2m1fn: { signed: true, exponentBits: 2, fractionBits: 1, bias: 1, special: never },
} as const satisfies Partial<Record<StoredDType, SmallFloat>>;

export type SmallFloatDType = keyof typeof SMALL_FLOATS;

const tables = new Map<SmallFloatDType, Float32Array>();

/** The numbers of all bit patterns of a format, which float32 holds exactly; made on first use. */
export function smallFloatValues(dtype: SmallFloatDType): Float32Array {
  const known = tables.get(dtype);
  if (known !== undefined) return known;
  const format: SmallFloat = SMALL_FLOATS[dtype];
  const patterns = 2 ** ((format.signed ? 1 : 0) + format.exponentBits + format.fractionBits);
  const values = Float32Array.from({ length: patterns }, (_, bits) => numberOf(bits, format));
  tables.set(dtype, values);
  return values;
}

function numberOf(bits: number, format: SmallFloat): number {
  const special = format.special(bits);
  if (special !== undefined) return special;
  const { signed, exponentBits, fractionBits, bias } = format;
  const sign = signed && bits >> (exponentBits + fractionBits) === 1 ? -1 : 1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = bits & (2 ** fractionBits - 1);
  // Only formats with a fraction have zero and subnormal numbers; these share the smallest normal exponent.
  if (exponent === 0 && fractionBits > 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (fraction + 2 ** fractionBits) * 2 ** (exponent - bias - fractionBits);
}

/** As IEEE 754 has it: all exponent bits are an infinity or, with any of the fraction's, a NaN. */
function e5m2Special(bits: number): number | undefined {
  if ((bits & 0x7c) !== 0x7c) return undefined;
  if ((bits & 0x03) !== 0) return Number.NaN;
  return bits === 0x7c ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
