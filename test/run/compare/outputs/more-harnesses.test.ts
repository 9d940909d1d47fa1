import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DEFAULT_ACCURACY_LIMITS } from "../../../../src/compare/accuracy/limits.ts";
import { compareOutputs } from "../../../../src/run/compare/outputs/compare-outputs.ts";
import { temporaryFolder } from "../../../support/cli.ts";

const OUTPUTS = fileURLToPath(new URL("../../../../fixtures/outputs/", import.meta.url));

/**
 * Computed from the raw files with pandas 3.0.6 and scipy 1.17.1: means, and `binomtest` of the questions that differ,
 * those left out that failed on either side. Of MMMU's 12 answers the only open one is right on both sides.
 */
const SCIPY = [
  ["opencompass/tiny-a", "opencompass/tiny-b", "sums_acc", 24, 0.875, 0.75, [5, 2], 0.453125],
  ["opencompass/tiny-a", "opencompass/tiny-b", "sums_details", 24, 20 / 24, 17 / 24, [5, 2], 0.453125],
  ["opencompass/tiny-a", "opencompass/tiny-b", "sums_math", 24, 0.875, 0.75, [5, 2], 0.453125],
  ["lmms-eval/tiny-a", "lmms-eval/tiny-b", "blink_counting", 24, 0.875, 0.75, [5, 2], 0.453125],
  ["lmms-eval/tiny-a", "lmms-eval/tiny-b", "mme: mme_cognition_score", 10, 0.6, 0.8, [0, 2], 0.5],
  ["lmms-eval/tiny-a", "lmms-eval/tiny-b", "mmmu_val", 12, 9 / 12, 8 / 12, [3, 2], 1],
  ["flagevalmm/tiny-a", "flagevalmm/tiny-b", "sums_mcq", 23, 20 / 23, 18 / 23, [4, 2], 0.6875],
  ["flagevalmm/tiny-a", "flagevalmm/tiny-b", "sums_ocr", 23, 20 / 23, 18 / 23, [4, 2], 0.6875],
  ["vlmevalkit/tiny-a", "vlmevalkit/tiny-b", "SumsMCQ (dev)", 6, 5 / 6, 1, [0, 1], 1],
  ["vlmevalkit/tiny-a-tsv", "vlmevalkit/tiny-b", "SumsMCQ (validation)", 17, 15 / 17, 12 / 17, [4, 1], 0.375],
  ["fvalidate/mmlu-20#baseline", "fvalidate/mmlu-20#candidate", "mmlu", 20, 0.45, 0.45, [0, 0], 1],
] as const;

async function compared(baseline: string, candidate: string) {
  const outputPath = await temporaryFolder();
  const { result } = await compareOutputs({
    ...{ baseline: join(OUTPUTS, baseline), candidate: join(OUTPUTS, candidate), outputPath },
    ...{ policy: "equivalence", limits: DEFAULT_ACCURACY_LIMITS, seed: 0, command: ["compare"] },
  });
  return result;
}

describe.each(SCIPY)("%s and %s, %s", (baseline, candidate, name, n, before, after, [lost, gained], p) => {
  test("have the figures that scipy has", async () => {
    const { benchmarks } = await compared(baseline, candidate);
    const found = benchmarks.find((benchmark) => benchmark.name === name);
    if (found === undefined || "unscoredReason" in found)
      throw new Error(`not compared: ${benchmarks.map((one) => one.name).join(", ")}`);
    expect(found).toMatchObject({ n, flips: { lost, gained } });
    expect(found.baseline.accuracy).toBeCloseTo(before, 12);
    expect(found.candidate.accuracy).toBeCloseTo(after, 12);
    expect(found.test.p).toBeCloseTo(p, 9);
  });
});

test("repeats of the same questions are compared by their means", async () => {
  const { benchmarks } = await compared("opencompass/tiny-a", "opencompass/tiny-b");
  const found = benchmarks.find(({ name }) => name === "sums_runs");
  // numpy: the mean of all `is_correct` of the three runs.
  expect(found).toMatchObject({
    n: 24,
    repeats: 3,
    deltaPoints: expect.closeTo(100 * (49 / 72 - 54 / 72), 9),
  });
});

test("an output without single scores is compared by its totals", async () => {
  const { benchmarks } = await compared("opencompass/summary-only", "opencompass/split");
  expect(benchmarks.length).toBeGreaterThan(0);
  for (const benchmark of benchmarks) expect(benchmark.verdict).toBe("inconclusive");
});
