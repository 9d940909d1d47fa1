import { describe, expect, it } from "vitest";
import { errorCoherence } from "../../../../src/compare/error-coherence.ts";
import { startEngine } from "../../../../src/run/compare/engine/engine.ts";
import { memoryTensor, pairOf } from "./pairs.ts";

const signal = new AbortController().signal;

function numbers(length: number, seed: number): Float64Array {
  let state = seed;
  return new Float64Array(length).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32 - 0.5;
  });
}

async function cosines(shape: number[], axis: number, a: Float64Array, b: Float64Array) {
  await using engine = await startEngine({ signal });
  const pair = pairOf(memoryTensor("float64", shape, a), memoryTensor("float64", shape, b));
  const { gram, observations } = await engine.errorGram(pair, axis);
  const at = (row: number, column: number) => gram[row * observations + column]!;
  return Array.from({ length: observations }, (_, row) =>
    Array.from({ length: observations }, (_, column) => {
      const norm = Math.sqrt(at(row, row)) * Math.sqrt(at(column, column));
      return norm === 0 ? null : at(row, column) / norm;
    }),
  );
}

/** By definition: the observation's elements gathered one by one. */
function naive(shape: number[], axis: number, a: Float64Array, b: Float64Array) {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const observations = shape[axis]!;
  const rows: number[][] = Array.from({ length: observations }, () => []);
  for (let i = 0; i < a.length; i += 1) rows[Math.floor(i / inner) % observations]!.push(b[i]! - a[i]!);
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return rows.map((x) => rows.map((y) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))));
}

describe("the scalar products of errors along an axis", () => {
  it.each([
    [[5, 6, 7], 0],
    [[5, 6, 7], 1],
    [[5, 6, 7], 2],
    [[3, 600_000], 0],
    [[600_000, 3], 1],
    [[2, 3, 400_000], 1],
  ])("of shape %j, axis %i, are those of the definition", async (shape, axis) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const [a, b] = [numbers(size, 1), numbers(size, 2)];
    const known = naive(shape, axis, a, b);
    for (const [row, found] of (await cosines(shape, axis, a, b)).entries())
      for (const [column, cosine] of found.entries()) expect(cosine).toBeCloseTo(known[row]![column]!, 10);
  });

  it("give the mean cosine of an action set's coherence", async () => {
    const shape: [number, number, number] = [6, 10, 7];
    const [a, b] = [numbers(420, 3), numbers(420, 4)];
    b[5] = Number.NaN;
    const arm = (values: Float64Array) => ({ shape, values, dtype: "float64" as const });
    const { meanCosine } = errorCoherence({ baseline: arm(a), candidate: arm(b) }, 0);
    const found = await cosines(shape, 0, a, b);
    const pairs = found.flatMap((row, i) => row.slice(i + 1).map((cosine) => cosine ?? 0));
    expect(pairs.reduce((sum, cosine) => sum + cosine, 0) / pairs.length).toBeCloseTo(meanCosine!, 12);
  });

  it.each([1e300, 1e-300, 1e-320])("neither overflow nor vanish for errors of %s", async (size) => {
    const a = new Float64Array(8);
    const b = Float64Array.of(size, size, -size, size, size, size, size, size);
    const [first] = await cosines([2, 4], 0, a, b);
    expect(first![1]).toBeCloseTo(0.5, 12);
  });

  it("are zero for an observation without an error", async () => {
    const a = numbers(8, 5);
    const b = a.map((value, i) => (i < 4 ? value : value + 1));
    expect(await cosines([2, 4], 0, a, b)).toEqual([
      [null, null],
      [null, expect.closeTo(1, 12)],
    ]);
  });

  it("need an axis that there is", async () => {
    await using engine = await startEngine({ signal });
    const tensor = memoryTensor("float64", [4], numbers(4, 1));
    await expect(engine.errorGram(pairOf(tensor, tensor), 1)).rejects.toMatchObject({ kind: "usage" });
  });
});
