import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Figures } from "../../../../src/contracts/figures.ts";
import type { PairMeasurement, TensorPair, Tolerance } from "../../../../src/contracts/pair-measurement.ts";
import type { StoredDType } from "../../../../src/tensors/stored/stored-dtype.ts";
import type { StoredTensor } from "../../../../src/tensors/stored/stored-tensor.ts";

/** A tensor whose elements are somewhere in a file, without a header. */
export function fileTensor(
  path: string,
  dtype: StoredDType,
  shape: readonly number[],
  offset = 0,
): StoredTensor {
  const location = { kind: "file", path, offset, byteLength: statSync(path).size - offset } as const;
  return { name: "x", dtype, shape, littleEndian: true, strides: null, firstElement: 0, location };
}

/** A tensor in memory. */
export function memoryTensor(
  dtype: StoredDType,
  shape: readonly number[],
  values: ArrayBufferView,
): StoredTensor {
  const bytes = new SharedArrayBuffer(Math.max(1, values.byteLength));
  new Uint8Array(bytes).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  const location = { kind: "memory", bytes, byteLength: values.byteLength } as const;
  return { name: "x", dtype, shape, littleEndian: true, strides: null, firstElement: 0, location };
}

export function pairOf(
  baseline: StoredTensor,
  candidate: StoredTensor,
  tolerance: Tolerance = { relative: 1e-3, absolute: 1e-6 },
): TensorPair {
  return { baseline, candidate, tolerance };
}

/** One pair with numpy's figures for it; see numpy_pairs.py. */
export interface NumpyPair {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  /** Where its elements begin. */
  readonly baseline: number;
  readonly candidate: number;
  readonly tolerance: Tolerance;
  readonly figures: Record<string, unknown>;
  readonly mapeConventions: Record<string, unknown>;
  readonly closeness: Record<string, unknown>;
  readonly nonFinite: Record<string, unknown>;
  readonly bitIdentical: boolean;
}

export function numpyPairs(folder: string): NumpyPair[] {
  return JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
}

export function pairIn(
  folder: string,
  { baseline, candidate, dtype, shape, tolerance }: NumpyPair,
): TensorPair {
  const tensor = (offset: number) => fileTensor(join(folder, "elements.bin"), dtype, shape, offset);
  return { baseline: tensor(baseline), candidate: tensor(candidate), tolerance };
}

/** Figures that are exact only where all terms are kept. */
const OF_ORDER = /^(percentageErrorP|mapeShare|ulpP)/;

export function expectNumpys(found: PairMeasurement, pair: NumpyPair): void {
  const within = (key: string) =>
    OF_ORDER.test(key) ? Math.max(1e-9, found.quantileErrorPercent / 100) : 1e-9;
  expectFigures(found.figures, pair.figures, within);
  expectFigures(found.mapeConventions, pair.mapeConventions, () => 1e-9);
  const { smallestRelative, smallestAbsolute, greatestAbsolute, greatestRelative, mismatched } =
    found.closeness;
  expect(mismatched, "mismatched").toBe(pair.closeness["mismatched"]);
  expectFigures({ smallestRelative, smallestAbsolute }, pick(pair.closeness), () => 1e-9);
  for (const [extreme, name] of [
    [greatestAbsolute, "greatestAbsolute"],
    [greatestRelative, "greatestRelative"],
  ] as const) {
    const known = pair.closeness[name] as { value: unknown; index: number[] } | null;
    expect(extreme === null, name).toBe(known === null);
    if (extreme === null || known === null) continue;
    expectFigures({ value: extreme.value }, { value: known.value }, () => 1e-9);
    expect(extreme.index, name).toEqual(known.index);
  }
  expect(found.nonFinite).toMatchObject(pair.nonFinite);
  expect(found.bitIdentical, "bitIdentical").toBe(pair.bitIdentical);
}

function pick({ smallestRelative, smallestAbsolute }: Record<string, unknown>): Record<string, unknown> {
  return { smallestRelative, smallestAbsolute };
}

function expectFigures(
  found: Figures,
  known: Record<string, unknown>,
  within: (key: string) => number,
): void {
  for (const [key, value] of Object.entries(known)) {
    const number = typeof value === "string" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isFinite(number)) expect(found[key], key).toEqual(number);
    else {
      expect(typeof found[key], key).toBe("number");
      const off = Math.abs(Number(found[key]) - number);
      expect(
        off / Math.max(Math.abs(number), Number.MIN_VALUE),
        `${key}: ${found[key]}, numpy ${number}`,
      ).toBeLessThanOrEqual(within(key));
    }
  }
}
