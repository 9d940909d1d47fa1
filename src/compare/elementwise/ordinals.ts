import { type SmallFloatDType, smallFloatValues } from "../../tensors/decode/small-floats.ts";
import { encodeBfloat16, encodeFloat16 } from "../../tensors/float16.ts";
import type { StoredDType } from "../../tensors/stored/stored-dtype.ts";
import type { Values } from "./exact-block.ts";

/**
 * Writes the pattern that each value has in a dtype, or the nearest one, as sign and magnitude in 32 bits. A magnitude
 * counts the dtype's numbers from zero.
 */
export type PatternWriter = (values: Values, into: Int32Array) => void;

/** @param dtype any float but float64, whose patterns do not fit */
export function patternWriter(dtype: StoredDType): PatternWriter {
  if (dtype === "float32" || dtype === "complex64") return writeFloat32;
  if (dtype === "bfloat16") return writeEach((value) => widenSign(encodeBfloat16(value), 0x8000));
  if (dtype === "float16") return writeEach((value) => widenSign(encodeFloat16(value), 0x8000));
  return writeEach(nearestOf(dtype as SmallFloatDType));
}

function writeFloat32(values: Values, into: Int32Array): void {
  new Float32Array(into.buffer, into.byteOffset, into.length).set(values);
}

function writeEach(patternOf: (value: number) => number): PatternWriter {
  return (values, into) => {
    for (let i = 0; i < values.length; i += 1) into[i] = patternOf(values[i] ?? 0);
  };
}

function widenSign(pattern: number, sign: number): number {
  return (pattern & (sign - 1)) | (pattern & sign ? 0x80000000 : 0);
}

/** Halves go to the even magnitude, what is beyond the largest number to that one. */
function nearestOf(dtype: SmallFloatDType): (value: number) => number {
  const magnitudes = Float64Array.from(
    new Set([...smallFloatValues(dtype)].filter((value) => Number.isFinite(value)).map(Math.abs)),
  ).sort();
  const exact = patternsOf(magnitudes);
  return (value) => {
    scratch[0] = value;
    const known = exact.get(scratchBits[0] ?? 0);
    return known === undefined || scratch[0] !== value ? nearest(value, magnitudes) : known;
  };
}

const scratch = new Float32Array(1);
const scratchBits = new Uint32Array(scratch.buffer);

/** Of the dtype's own numbers, by their bits as float32. */
function patternsOf(magnitudes: Float64Array): Map<number, number> {
  const patterns = new Map<number, number>();
  for (const [ordinal, magnitude] of magnitudes.entries()) {
    scratch[0] = magnitude;
    const bits = scratchBits[0] ?? 0;
    patterns.set(bits, ordinal);
    patterns.set((bits | 0x80000000) >>> 0, ordinal | 0x80000000);
  }
  return patterns;
}

function nearest(value: number, magnitudes: Float64Array): number {
  const magnitude = Math.abs(value);
  let low = 0;
  let high = magnitudes.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((magnitudes[middle] ?? 0) <= magnitude) low = middle;
    else high = middle;
  }
  const below = magnitude - (magnitudes[low] ?? 0);
  const above = (magnitudes[high] ?? 0) - magnitude;
  const isUpper = above < below || (above === below && high % 2 === 0);
  return (isUpper ? high : low) | (value < 0 ? 0x80000000 : 0);
}

/** |difference of the ordinals| of patterns as a `PatternWriter` has them. −0 and +0 are the same number. */
export function patternDistances(baseline: Int32Array, candidate: Int32Array, into: Float64Array): void {
  for (let i = 0; i < baseline.length; i += 1)
    into[i] = Math.abs(ordinal(baseline[i] ?? 0) - ordinal(candidate[i] ?? 0));
}

function ordinal(pattern: number): number {
  return pattern < 0 ? -(pattern & 0x7fffffff) : pattern;
}

/** As `patternDistances`, of float64: rounded to a double where the distance is beyond 2^53. */
export function float64Distances(baseline: Values, candidate: Values, into: Float64Array): void {
  const a = new Uint32Array(Float64Array.from(baseline).buffer);
  const b = new Uint32Array(Float64Array.from(candidate).buffer);
  for (let i = 0; i < baseline.length; i += 1) {
    const [low, high] = [2 * i, 2 * i + 1];
    const aHigh = a[high] ?? 0;
    const bHigh = b[high] ?? 0;
    const aSign = aHigh >>> 31 === 1 ? -1 : 1;
    const bSign = bHigh >>> 31 === 1 ? -1 : 1;
    const upper = aSign * (aHigh & 0x7fffffff) - bSign * (bHigh & 0x7fffffff);
    const lower = aSign * (a[low] ?? 0) - bSign * (b[low] ?? 0);
    into[i] = Math.abs(upper * 2 ** 32 + lower);
  }
}
