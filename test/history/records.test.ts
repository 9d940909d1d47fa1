import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { AnyRun } from "../../src/contracts/any-run.ts";
import { benchRunSchema } from "../../src/contracts/bench-run.ts";
import { cardCheckRunSchema } from "../../src/contracts/card-check-run.ts";
import { type CompareRun, compareRunSchema } from "../../src/contracts/compare-run.ts";
import { historyEntrySchema } from "../../src/contracts/history.ts";
import { runResultSchema } from "../../src/contracts/run-result.ts";
import { formatLine, parseLine } from "../../src/history/parse-line.ts";
import { recordOf, seriesKey } from "../../src/history/records.ts";

const fixture = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/runs/${name}.json`, import.meta.url), "utf8"));
const pi0 = runResultSchema.parse(fixture("pi0-h200"));
const bench = (name: string) => benchRunSchema.parse(fixture(name));

function metricOf(run: AnyRun, key: string) {
  return recordOf(run, "x").metrics.find((metric) => metric.key === key);
}

describe("what is recorded of a pi0 run", () => {
  test("are its figures with limit, floor, interval and the move that it tolerates", () => {
    expect(metricOf(pi0, "mapePercent")).toEqual({
      key: "mapePercent",
      label: "MAPE",
      unit: "%",
      value: 0.8899479822631643,
      limit: { comparison: "<=", value: 5 },
      floor: { value: 0.9614925189282355, name: "perturbation floor" },
      interval95: [0.7118375758928023, 1.1046099324292151],
      margin: { value: 1.5 * 0.9614925189282355, name: "1.5 × perturbation floor" },
      better: "lower",
    });
    expect(metricOf(pi0, "wapePercent")).toMatchObject({
      value: 0.1720655396364454,
      limit: null,
      floor: { value: 0.14907422728651756 },
    });
    expect(metricOf(pi0, "wapeFloors")).toMatchObject({ value: 1.1542272783728003, floor: { value: 1 } });
    expect(metricOf(pi0, "perturbationWapePercent")?.value).toBe(0.14907422728651756);
    expect(metricOf(pi0, "candidateRepeatWapePercent")?.value).toBe(0);
    expect(metricOf(pi0, "latencyRatio")?.value).toBe(6.574235471834305);
  });

  test("is under what it was made", () => {
    const { conditions } = recordOf(pi0, "x");
    expect(conditions).toMatchObject({
      "baseline torch": "2.11.0+cu130",
      "candidate device": "NVIDIA H200",
      policy: "floor",
      fvalidate: pi0.tool.version,
    });
    expect(Object.keys(conditions)).toEqual(Object.keys(conditions).sort());
    const other = { ...pi0, tool: { ...pi0.tool, version: "9" } };
    expect(recordOf(other, "x").conditionsSha256).not.toBe(recordOf(pi0, "x").conditionsSha256);
  });

  test("of one that compared nothing, has reasons and no figures", () => {
    const { metrics, ...rest } = pi0;
    const failed = runResultSchema.parse({
      ...rest,
      metrics: null,
      metricsReason: "the stack did not come up",
      status: "failed",
      gates: [],
    });
    const record = recordOf(failed, "x");
    expect(record.status).toBe("failed");
    expect(record.metrics.filter(({ value }) => value === null)).toEqual([]);
    expect(record.metrics.map(({ key }) => key)).not.toContain("mapePercent");
  });
});

describe("what is recorded of a bench run", () => {
  test("are each benchmark's difference and accuracies", () => {
    const run = bench("bench-ernie");
    expect(metricOf(run, "mmlu.deltaPoints")).toMatchObject({
      label: expect.stringContaining("difference"),
      unit: "points",
      value: 1.5026349522859992,
      limit: { comparison: "within", value: 5 },
      interval95: [1.012407, 1.992435],
      floor: { value: (1.992435 - 1.012407) / 2 },
      margin: { value: 5, name: "margin" },
    });
    expect(metricOf(run, "aime24.candidateAccuracy")).toMatchObject({
      value: 0.7,
      interval95: [0.5212421254128505, 0.833352517317562],
      margin: { value: 0.05 },
      better: "higher",
    });
    expect(metricOf(run, "aime24.gained")?.value).toBe(1);
    expect(recordOf(run, "x").conditions).toMatchObject({
      "aime24 questions": "30",
      "baseline vllm": "0.13.0",
    });
  });

  test("is the reason where a benchmark was not scored", () => {
    const run = bench("bench-minicpm-repeats");
    const metric = metricOf(run, "mm_vet_v2.deltaPoints");
    expect(metric?.value).toBeNull();
    expect(metric?.valueReason).toMatch(/\w/);
  });

  test("of outputs that hold totals alone are these", () => {
    const run = bench("bench-outputs-totals");
    expect(metricOf(run, "gpqa_diamond.deltaPoints")).toMatchObject({ unit: "points", margin: { value: 5 } });
    expect(metricOf(run, "gpqa_diamond.deltaPoints")?.value).toBeCloseTo(-2, 9);
    expect(metricOf(run, "gpqa_diamond.candidateAccuracy")?.value).toBeCloseTo(0.24, 9);
  });

  test.each([
    ["card", { comparison: "within", value: 5 }],
    ["flagrelease", { comparison: ">=", value: -5 }],
    ["auto-evaluation", { comparison: "within", value: 0.5 }],
    ["flagrelease-relative", null],
  ] as const)("has the limit of the policy %s", (policy, limit) => {
    const run = bench("bench-ernie");
    const judged = { ...run, settings: { ...run.settings, policy } };
    expect(metricOf(judged, "mmlu.deltaPoints")?.limit).toEqual(limit);
  });
});

function compareRun(tensors: number): CompareRun {
  const { schema, durationMilliseconds, status, failure, tool, command, origin, baseline, candidate } = pi0;
  const { verdict, headline, reasons, warnings, id, createdAt, suite } = pi0;
  const gate = {
    ...{ name: "relativeL2", label: "relative L2", unit: "", comparison: "<=", limit: 0.01, value: 0.002 },
    ...{ outcome: "pass", failure: "inconsistent", reason: "small" },
  };
  const side = { dtype: "float32", shape: [2, 3] };
  const compared = {
    ...{
      dump: null,
      baseline: side,
      candidate: side,
      gates: [gate],
      outcome: "pass",
      message: "close",
    },
    ...{ bitIdentical: false, mapeConventions: {}, quantileErrorPercent: 0, reasons: ["close"] },
    metrics: { relativeL2: 0.002, wapePercent: 0.2, maxAbsolute: "Infinity" },
    nonFinite: { baseline: {}, candidate: {}, mismatches: 0, firstMismatch: null, excluded: 0 },
    closeness: {
      ...{ rule: "torch.testing, float32", relative: 1e-6, absolute: 1e-5, mismatched: 0, elements: 6 },
      ...{ greatestAbsolute: null, greatestRelative: null, smallestRelative: null, smallestAbsolute: 0 },
    },
    floor: { wapePercent: 0.1, relativeL2: 0.001, maxAbsolute: 1, bitIdentical: false },
  };
  return compareRunSchema.parse({
    ...{ schema, durationMilliseconds, status, failure, tool, command, origin, baseline, candidate },
    ...{ verdict, headline, reasons, warnings, id, createdAt, suite },
    kind: "compare",
    settings: {
      ...{ seed: 42, gates: [], tolerance: "torch", only: null, mapping: null, allowMissing: false },
      ...{ observationAxis: null, floor: null, golden: null, maxFloors: 1.5, minCoherenceP: 0.01 },
      ...{ closeness: true, mapeConvention: "naive", maxMapePercent: 5 },
    },
    descriptions: { relativeL2: { label: "relative L2", unit: "", description: "" } },
    tensors: Array.from({ length: tensors }, (_, i) => ({ ...compared, name: `layer.${i}` })),
    pairs: tensors,
    missing: { fromCandidate: ["a"], fromBaseline: [] },
    firstDivergence: null,
    growth: [],
  });
}

describe("what is recorded of other runs", () => {
  test("of a comparison of tensors: their number, and the figures of each", () => {
    const run = compareRun(2);
    expect(metricOf(run, "tensors")?.value).toBe(2);
    expect(metricOf(run, "missingTensors")?.value).toBe(1);
    expect(metricOf(run, "layer.1.relativeL2")).toMatchObject({
      value: 0.002,
      limit: { comparison: "<=", value: 0.01 },
      floor: { value: 0.001, name: "perturbation floor" },
    });
    expect(metricOf(run, "layer.0.maxAbsolute")?.value).toBe("Infinity");
    expect(recordOf(run, "x").unrecorded).toBeUndefined();
  });

  test("of thousands of tensors: that their figures were left out", () => {
    const record = recordOf(compareRun(3000), "x");
    expect(record.metrics).toHaveLength(4);
    expect(record.unrecorded).toMatch(/3000 single tensors/);
  });

  test("of a card that was checked: how many rows agree", () => {
    const { baseline, candidate, verdict, headline, reasons, warnings, schema, failure, origin, command } =
      pi0;
    const { id, createdAt, status, tool, suite, durationMilliseconds } = pi0;
    const row = {
      ...{
        line: 1,
        section: null,
        table: 1,
        metric: "MMLU",
        shots: null,
        repeats: null,
        quantity: "accuracy",
      },
      ...{
        figures: [],
        definition: null,
        benchmark: null,
        match: null,
        matchReason: "",
        checks: [],
        reason: "",
      },
    };
    const run = cardCheckRunSchema.parse({
      ...{ baseline, candidate, verdict, headline, reasons, warnings, schema, failure, origin, command },
      ...{ kind: "card", id, createdAt, status, tool, suite, durationMilliseconds },
      card: { path: "README.md", sha256: "ab" },
      checked: { path: "x", id, kind: "bench", createdAt, status, verdict, headline },
      settings: { alpha: 0.05, names: {} },
      rows: ["agrees", "disagrees", "agrees", "cannot tell"].map((outcome) => ({ ...row, outcome })),
      ...{ notOnCard: [], assumptions: [], notes: [], unread: [] },
    });
    expect(recordOf(run, "x").metrics.map(({ value }) => value)).toEqual([2, 1, 1]);
    expect(recordOf(run, "x").conditions["card"]).toBe("ab");
  });
});

test.each([
  "bench-consistent-predictions",
  "bench-ernie",
  "bench-failed",
  "bench-inconsistent",
  "bench-interrupted",
  "bench-outputs",
  "bench-outputs-totals",
])("a record of %s is read as it was written, and twice the same", (name) => {
  const record = recordOf(bench(name), "there");
  const line = formatLine(record);
  expect(line).not.toContain("\n");
  expect(parseLine(line)).toEqual({ kind: "entry", entry: historyEntrySchema.parse(record), torn: null });
  expect(formatLine(recordOf(bench(name), "there"))).toBe(line);
});

test("runs of one kind, suite and pair of stacks are a series", () => {
  const key = seriesKey(recordOf(pi0, "x"));
  expect(seriesKey(recordOf({ ...pi0, id: "other", createdAt: "2027-01-01T00:00:00.000Z" }, "y"))).toBe(key);
  const other = { ...pi0, candidate: { ...pi0.candidate, stack: "flagos-2" } };
  expect(seriesKey(recordOf(other, "x"))).not.toBe(key);
});
