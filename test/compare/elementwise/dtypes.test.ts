import { describe, expect, it } from "vitest";
import { hasUlps } from "../../../src/compare/coarser-dtype.ts";
import { measurementOf } from "../../../src/compare/elementwise/measurement.ts";
import { ulpDtype } from "../../../src/compare/elementwise/meter-task.ts";
import { type KeptTerms, keptOrder } from "../../../src/compare/elementwise/order-statistics.ts";
import {
  float64Distances,
  patternDistances,
  patternWriter,
} from "../../../src/compare/elementwise/ordinals.ts";
import { PairMeter } from "../../../src/compare/elementwise/pair-meter.ts";
import { Workspace } from "../../../src/compare/elementwise/workspace.ts";
import { decodeElements, valuesPerElement } from "../../../src/tensors/decode/decode-elements.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "../../../src/tensors/stored/stored-dtype.ts";
import { expectNaive, naiveFigures } from "./naive.ts";

const workspace = new Workspace(2 ** 16);
const tolerance = { relative: 0.01, absolute: 1e-3 };
const dtypes = Object.keys(BITS_PER_ELEMENT) as StoredDType[];
const MIXED: [StoredDType, StoredDType][] = [
  ["bfloat16", "float32"],
  ["float32", "bfloat16"],
  ["float16", "float32"],
  ["float16", "bfloat16"],
  ["float32", "float64"],
  ["bfloat16", "float64"],
  ["float8_e4m3fn", "bfloat16"],
  ["float8_e4m3fn", "float8_e5m2"],
  ["int8", "uint8"],
  ["int32", "float32"],
  ["int64", "float64"],
  ["int64", "uint64"],
  ["complex64", "complex128"],
];

function bytesOf(dtype: StoredDType, elements: number, seed: number): Uint8Array {
  let state = seed;
  const bytes = new Uint8Array(Math.ceil((elements * BITS_PER_ELEMENT[dtype]) / 8)).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 24;
  });
  return dtype === "bool" ? bytes.map((byte) => byte & 1) : bytes;
}

/** Others than the baseline's here and there, so that there are errors of all sizes and none. */
function candidateBytes(baseline: Uint8Array, dtype: StoredDType): Uint8Array {
  const step = Math.max(1, BITS_PER_ELEMENT[dtype] / 8);
  return baseline.map((byte, i) => (Math.floor(i / step) % 3 === 0 && i % step < 2 ? byte ^ 1 : byte));
}

function decoded(dtype: StoredDType, bytes: Uint8Array, elements: number): Float64Array {
  const values = new Float64Array(elements * valuesPerElement(dtype));
  decodeElements(dtype, bytes, values);
  return values;
}

function measure(arms: [StoredDType, StoredDType], bytes: [Uint8Array, Uint8Array], elements: number) {
  const task = { baseline: arms[0], candidate: arms[1], elements, tolerance };
  const meter = new PairMeter(task, workspace);
  const tally = meter.measureSegment(0, (arm, first, target) => {
    const index = arm === "baseline" ? 0 : 1;
    const start = (first * BITS_PER_ELEMENT[arms[index]]) / 8;
    target.set(bytes[index].subarray(start, start + target.length));
  });
  const order = keptOrder(meter.order as KeptTerms);
  const values = elements * valuesPerElement(arms[0]);
  return measurementOf(task, [values / valuesPerElement(arms[0])], { tally, order });
}

/** The largest distance, from the patterns that each value has in the dtype. */
function largestUlp(
  task: { baseline: StoredDType; candidate: StoredDType },
  a: Float64Array,
  b: Float64Array,
) {
  const dtype = ulpDtype(task);
  if (dtype === null || !hasUlps(dtype)) return null;
  const finite = Array.from(a, (_, i) => i).filter((i) => Number.isFinite(a[i]) && Number.isFinite(b[i]));
  const distances = new Float64Array(finite.length);
  const [x, y] = [Float64Array.from(finite, (i) => a[i]!), Float64Array.from(finite, (i) => b[i]!)];
  if (dtype === "float64" || dtype === "complex128") float64Distances(x, y, distances);
  else {
    const patterns = [x, y].map((values) => {
      const into = new Int32Array(values.length);
      patternWriter(dtype)(values, into);
      return into;
    });
    patternDistances(patterns[0]!, patterns[1]!, distances);
  }
  return distances.reduce((most, distance) => Math.max(most, distance), 0);
}

/** Random bytes as float64 are numbers whose squares overflow. */
function isModerate(values: Float64Array): boolean {
  return values.every((value) => !Number.isFinite(value) || Math.abs(value) < 1e100);
}

describe("elements of every dtype are decoded by the kernel as by `decodeElements`", () => {
  const pairs: [StoredDType, StoredDType][] = [
    ...dtypes.map((dtype): [StoredDType, StoredDType] => [dtype, dtype]),
    ...MIXED,
  ];
  it.each(pairs)("%s against %s", (first, second) => {
    for (const elements of [1, 70, 4096 + 333]) {
      const baseline = bytesOf(first, elements, 7);
      const candidate = first === second ? candidateBytes(baseline, first) : bytesOf(second, elements, 8);
      const [a, b] = [decoded(first, baseline, elements), decoded(second, candidate, elements)];
      const found = measure([first, second], [baseline, candidate], elements);
      const excluded = a.filter((x, i) => !Number.isFinite(x) || !Number.isFinite(b[i])).length;
      expect(found.nonFinite.excluded).toBe(excluded);
      expect(found.bitIdentical).toBe(a.every((value, i) => Object.is(value, b[i])));
      if (excluded === a.length) continue;
      const largest = largestUlp({ baseline: first, candidate: second }, a, b);
      expect(found.figures["ulpMax"] ?? null).toBe(largest);
      if (isModerate(a) && valuesPerElement(first) === 1) expectNaive(found, naiveFigures(a, b, tolerance));
    }
  });
});

describe("64-bit integers", () => {
  const beyond = 2n ** 53n;
  it.each([1, 4096, 5000])("that differ where float64 does not tell are not bit-identical (%s)", (length) => {
    const a = new BigInt64Array(length).fill(beyond);
    const b = a.slice();
    const bytes = (values: BigInt64Array) => new Uint8Array(values.buffer);
    expect(measure(["int64", "int64"], [bytes(a), bytes(b)], length).bitIdentical).toBe(true);
    expect(measure(["int64", "uint64"], [bytes(a), bytes(b)], length).bitIdentical).toBe(true);
    b[length - 1] = beyond + 1n;
    expect(measure(["int64", "int64"], [bytes(a), bytes(b)], length)).toMatchObject({
      bitIdentical: false,
      figures: { maxAbsolute: 0 },
    });
    expect(measure(["uint64", "int64"], [bytes(a), bytes(b)], length).bitIdentical).toBe(false);
    const doubles = new Uint8Array(Float64Array.from(a, Number).buffer);
    expect(measure(["int64", "float64"], [bytes(a), doubles], length).bitIdentical).toBe(true);
    expect(measure(["float64", "int64"], [doubles, bytes(b)], length).bitIdentical).toBe(false);
  });
});
