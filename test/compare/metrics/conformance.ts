import { describe, expect, it } from "vitest";
import type { Metric, PairBlock, PairContext } from "../../../src/compare/metrics/metric.ts";

/** Runs a metric over pairs that arrive in blocks of the given lengths. */
export function runMetric(
  metric: Metric,
  pair: { baseline: readonly number[]; candidate: readonly number[] },
  blockLength = 4096,
): Record<string, unknown> {
  const count = pair.baseline.length;
  const context: PairContext = {
    shape: [1, 1, count],
    dtype: "float32",
    dimensionScale: new Float64Array(count).fill(1),
  };
  const accumulator = metric.start(context);
  for (let start = 0; start < count; start += blockLength) accumulator.add(blockOf(pair, start, blockLength));
  return { ...accumulator.finish() };
}

function blockOf(
  { baseline, candidate }: { baseline: readonly number[]; candidate: readonly number[] },
  start: number,
  blockLength: number,
): PairBlock {
  const length = Math.min(blockLength, baseline.length - start);
  // Longer than the block, with rubbish behind it: a metric must look at `length` alone.
  const padded = (values: readonly number[]) =>
    Float64Array.from([...values.slice(start, start + length), 1e9, 1e9]);
  const [a, b] = [padded(baseline), padded(candidate)];
  return {
    length,
    positions: Float64Array.from(a, (_, i) => start + i),
    baseline: a,
    candidate: b,
    error: a.map((value, i) => (b[i] ?? 0) - value),
  };
}

/** What every metric must hold, whatever it measures. */
export function metricConformance(metric: Metric): void {
  const keys = metric.figures.map(({ key }) => key);
  const pairs = {
    ordinary: { baseline: [1, -2, 3, 0.5], candidate: [1.1, -2, 2.9, 0.4] },
    "without an error": { baseline: [1, 2], candidate: [1, 2] },
    "all zeros": { baseline: [0, 0], candidate: [0, 0] },
    "a zero reference": { baseline: [0, 1], candidate: [1, 1] },
    "one element": { baseline: [2], candidate: [3] },
    "huge and tiny": { baseline: [1e-300, 1e150], candidate: [2e-300, 1.1e150] },
  };

  describe(`metric ${keys.join(", ")}`, () => {
    it("describes each of its figures", () => {
      for (const { key, label, description } of metric.figures) {
        expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
        expect(label.length).toBeGreaterThan(0);
        expect(description.length).toBeGreaterThan(0);
      }
    });

    it.each(Object.entries(pairs))("gives every figure it describes, or why not: %s", (_name, pair) => {
      const found = runMetric(metric, pair);
      const reasons = keys.map((key) => `${key}Reason`);
      expect(
        Object.keys(found)
          .filter((key) => !reasons.includes(key))
          .toSorted(),
      ).toEqual(keys.toSorted());
      for (const key of keys) {
        expect(found[key], key).not.toBeNaN();
        if (found[key] === null) expect(found[`${key}Reason`], key).toEqual(expect.any(String));
      }
    });

    it("does not depend on how elements were cut into blocks, for sums without rounding", () => {
      const baseline = Array.from({ length: 40 }, (_, i) => 2 ** (i % 5));
      const candidate = baseline.map((value, i) => value + (i % 3) * 0.25);
      const whole = runMetric(metric, { baseline, candidate });
      for (const blockLength of [1, 7, 39])
        expect(runMetric(metric, { baseline, candidate }, blockLength)).toEqual(whole);
    });
  });
}
