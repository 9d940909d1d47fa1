import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TensorPair } from "../../../../src/contracts/pair-measurement.ts";
import { startEngine } from "../../../../src/run/compare/engine/engine.ts";
import { expectNumpys, fileTensor, memoryTensor, numpyPairs, pairIn, pairOf } from "./pairs.ts";

const FIXTURES = fileURLToPath(new URL("../../../../fixtures/compare/engine", import.meta.url));
const signal = new AbortController().signal;

async function measure(pair: TensorPair, settings: { workers?: number; chunkBytes?: number } = {}) {
  await using engine = await startEngine({ signal, ...settings });
  return await engine.measure(pair);
}

describe("figures of recorded pairs are within 1e-9 of numpy 2.4.6's (test/run/compare/engine/numpy_pairs.py)", () => {
  it.each(numpyPairs(FIXTURES))("$name", async (pair) => {
    expectNumpys(await measure(pairIn(FIXTURES, pair)), pair);
  });
});

/** Awkward everywhere: zeros, a few that are not finite, other signs, a block of equal elements, a constant one. */
function awkward(length: number): [Float32Array, Float32Array] {
  const baseline = Float32Array.from({ length }, (_, i) => Math.fround(Math.sin(i) * 10 ** ((i % 13) - 6)));
  const candidate = baseline.map((value, i) => Math.fround(value * (1 + 1e-3 * Math.cos(3 * i))));
  for (let i = 17; i < length; i += 104729) candidate[i] = Number.NaN;
  for (let i = 5; i < length; i += 7919) baseline[i] = 0;
  for (let i = 11; i < length; i += 31337) candidate[i] = -(candidate[i] ?? 0);
  candidate.set(baseline.subarray(8192, 3 * 8192), 8192);
  baseline.fill(2.5, 40960, 49152);
  return [baseline, candidate];
}

describe("the result depends on nothing but the elements", () => {
  const folder = mkdtempSync(join(tmpdir(), "fvalidate-engine-"));
  const paths = [join(folder, "a.bin"), join(folder, "b.bin")] as const;
  const length = 2 * 2 ** 20 + 4099;

  beforeAll(() => {
    for (const [i, values] of awkward(length).entries()) {
      writeFileSync(paths[i]!, values);
      // Some of it beyond what the kernel takes.
      const wide = Float64Array.from(values, (value, j) => (j % 300_007 === 0 ? value * 1e200 : value));
      writeFileSync(`${paths[i]}.float64`, wide);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const settings = [
    { workers: 1, chunkBytes: 2 ** 16 },
    { workers: 2, chunkBytes: 5_000_001 },
    { workers: 3, chunkBytes: 2 ** 20 },
  ];

  it.each(["float32", "float64", "float8_e5m2"] as const)(
    "of %s: not on chunks or threads, bit for bit",
    async (dtype) => {
      const ending = dtype === "float64" ? `.${dtype}` : "";
      const tensor = (path: string) => fileTensor(`${path}${ending}`, dtype, [length]);
      const pair = pairOf(tensor(paths[0]), tensor(paths[1]));
      const [first, ...others] = await Promise.all(settings.map((each) => measure(pair, each)));
      for (const other of others) expect(JSON.stringify(other)).toBe(JSON.stringify(first));
    },
  );

  it("nor on what the engine has measured before, or measures at the same time", async () => {
    const pair = pairOf(fileTensor(paths[0], "float32", [length]), fileTensor(paths[1], "float32", [length]));
    const small = pairOf(
      fileTensor(paths[0], "float32", [3, 5000]),
      fileTensor(paths[1], "float32", [3, 5000]),
    );
    const alone = [await measure(pair), await measure(small)];
    await using engine = await startEngine({ signal });
    const [large, little, again] = await Promise.all([pair, small, pair].map((each) => engine.measure(each)));
    expect([large, little]).toEqual(alone);
    expect(again).toEqual(large);
  });

  it("says which file has shrunk", async () => {
    const pair = pairOf(fileTensor(paths[0], "float32", [length]), fileTensor(paths[1], "float32", [length]));
    truncateSync(paths[1], 4 * length - 4);
    await expect(measure(pair, { workers: 2 })).rejects.toMatchObject({
      kind: "input",
      message: expect.stringContaining("b.bin"),
    });
    await expect(measure(pair, { workers: 1 })).rejects.toMatchObject({ kind: "input" });
  });

  it.each([1, 2])("stops when it is told to (workers: %s)", async (workers) => {
    const controller = new AbortController();
    await using engine = await startEngine({ signal: controller.signal, workers });
    const pair = pairOf(fileTensor(paths[0], "float32", [length]), fileTensor(paths[0], "float32", [length]));
    const measured = engine.measure(pair);
    setImmediate(() => controller.abort());
    await expect(measured).rejects.toMatchObject({ kind: "interrupted" });
    await expect(engine.measure(pair)).rejects.toMatchObject({ kind: "interrupted" });
  });
});

describe("what cannot be compared", () => {
  it("is said: shapes, complex with real", async () => {
    const tensor = (dtype: "float32" | "complex64", shape: number[]) =>
      memoryTensor(dtype, shape, new Float32Array(8));
    await expect(measure(pairOf(tensor("float32", [8]), tensor("float32", [7])))).rejects.toMatchObject({
      kind: "comparison",
    });
    await expect(measure(pairOf(tensor("float32", [4]), tensor("complex64", [4])))).rejects.toThrow(
      /complex/,
    );
  });

  it("is undefined with its reason: a tensor without elements", async () => {
    const empty = memoryTensor("float32", [0, 3], new Float32Array(0));
    const { figures, closeness, bitIdentical } = await measure(pairOf(empty, empty));
    expect(figures).toMatchObject({ elements: 0, mapePercent: null, ulpP50: null });
    expect(figures["mapePercentReason"]).toBeTypeOf("string");
    expect(closeness).toMatchObject({ mismatched: 0, greatestAbsolute: null, smallestAbsolute: 0 });
    expect(bitIdentical).toBe(true);
  });
});

describe("complex numbers", () => {
  it("are compared part by part, and the index says which", async () => {
    const a = memoryTensor("complex64", [2], Float32Array.of(1, 2, 3, 4));
    const b = memoryTensor("complex64", [2], Float32Array.of(1, 2, 3, 5));
    const { figures } = await measure(pairOf(a, b));
    expect(figures).toMatchObject({ elements: 4, maxAbsolute: 1, maxAbsoluteIndex: [1, 1] });
  });
});
