import type { Figures } from "../../contracts/figures.ts";
import type { DType } from "../../tensors/dtype.ts";
import { encodeBfloat16, encodeFloat16 } from "../../tensors/float16.ts";
import { quantile } from "../quantile.ts";
import type { Metric, MetricAccumulator, PairContext } from "./metric.ts";

/**
 * Distance in units in the last place: how many representable numbers lie between the two, at the coarser of the
 * dtypes in which the arms were stored. −0 and +0 are the same number.
 */
export const ulpDistance: Metric = {
  figures: [
    {
      key: "ulpP50",
      label: "ULP distance, median",
      unit: "ULP",
      description: "median distance at the stored dtype",
    },
    {
      key: "ulpP99",
      label: "ULP distance, p99",
      unit: "ULP",
      description: "99th percentile at the stored dtype",
    },
    {
      key: "ulpMax",
      label: "ULP distance, largest",
      unit: "ULP",
      description: "largest distance at the stored dtype",
    },
  ],
  start: startUlpDistance,
};

function startUlpDistance({ dtype, shape }: PairContext): MetricAccumulator {
  const ordinalsOf = ORDINALS[dtype];
  if (ordinalsOf === undefined) return { add: () => undefined, finish: () => undefinedUlp(dtype) };
  const distances = new Float64Array(shape.reduce((product, size) => product * size, 1));
  let count = 0;
  return {
    add(block) {
      const { baseline, candidate, length } = block;
      ordinalsOf(baseline.subarray(0, length), candidate.subarray(0, length), distances.subarray(count));
      count += length;
    },
    finish() {
      const sorted = distances.subarray(0, count).sort();
      return ulpFigures((probability) => quantile(sorted, probability));
    },
  };
}

export function ulpFigures(quantileAt: (probability: number) => number): Figures {
  return { ulpP50: quantileAt(0.5), ulpP99: quantileAt(0.99), ulpMax: quantileAt(1) };
}

/** @param dtype one without a fixed number of significant bits: an integer or bool */
export function undefinedUlp(dtype: string): Figures {
  const reason = `${dtype} has no units in the last place`;
  return {
    ulpP50: null,
    ulpP50Reason: reason,
    ulpP99: null,
    ulpP99Reason: reason,
    ulpMax: null,
    ulpMaxReason: reason,
  };
}

type DistanceWriter = (baseline: Float64Array, candidate: Float64Array, into: Float64Array) => void;

/** The ordinal of a float counts representable numbers from zero, so a distance is a difference of ordinals. */
const ORDINALS: Partial<Record<DType, DistanceWriter>> = {
  float16: (baseline, candidate, into) =>
    writeDistances(halfOrdinals(baseline, encodeFloat16), halfOrdinals(candidate, encodeFloat16), into),
  bfloat16: (baseline, candidate, into) =>
    writeDistances(halfOrdinals(baseline, encodeBfloat16), halfOrdinals(candidate, encodeBfloat16), into),
  float32: (baseline, candidate, into) =>
    writeDistances(float32Ordinals(baseline), float32Ordinals(candidate), into),
  float64: writeFloat64Distances,
};

function writeDistances(baseline: Int32Array, candidate: Int32Array, into: Float64Array): void {
  for (let i = 0; i < baseline.length; i += 1) into[i] = Math.abs((baseline[i] ?? 0) - (candidate[i] ?? 0));
}

function halfOrdinals(values: Float64Array, encode: (value: number) => number): Int32Array {
  return Int32Array.from(values, (value) => {
    const pattern = encode(value);
    return pattern & 0x8000 ? -(pattern & 0x7fff) : pattern;
  });
}

function float32Ordinals(values: Float64Array): Int32Array {
  const bits = new Int32Array(Float32Array.from(values).buffer);
  for (let i = 0; i < bits.length; i += 1) {
    const pattern = bits[i] ?? 0;
    if (pattern < 0) bits[i] = -(pattern & 0x7fffffff);
  }
  return bits;
}

function writeFloat64Distances(baseline: Float64Array, candidate: Float64Array, into: Float64Array): void {
  const baselineBits = new BigInt64Array(baseline.slice().buffer);
  const candidateBits = new BigInt64Array(candidate.slice().buffer);
  for (let i = 0; i < baselineBits.length; i += 1) {
    const distance = float64Ordinal(baselineBits[i] ?? 0n) - float64Ordinal(candidateBits[i] ?? 0n);
    into[i] = Number(distance < 0n ? -distance : distance);
  }
}

function float64Ordinal(pattern: bigint): bigint {
  return pattern < 0n ? -(pattern & 0x7fffffffffffffffn) : pattern;
}
