import type { ComparedTensor, UncomparedTensor } from "../../../src/contracts/compare-run.ts";
import { closeness, nonFiniteNowhere } from "./findings.ts";

/** A compared tensor that passes. */
export function result(changes: Partial<ComparedTensor> = {}): ComparedTensor {
  const { baseline, candidate, ...nonFinite } = nonFiniteNowhere;
  return {
    name: "a",
    dump: null,
    baseline: { dtype: "float32", shape: [64, 64] },
    candidate: { dtype: "float32", shape: [64, 64] },
    gates: [],
    outcome: "pass",
    message: "All 4096 elements are close",
    reasons: ["every element is close"],
    bitIdentical: false,
    metrics: { relativeL2: 0.001, maxAbsolute: 1e-6 },
    mapeConventions: { naive: 0.1 },
    quantileErrorPercent: 0,
    nonFinite: { ...nonFinite, baseline: { ...baseline }, candidate: { ...candidate } },
    closeness: { ...closeness(), rule: "torch.testing, float32" },
    ...changes,
  };
}

/** A pair of which nothing was measured. */
export function unmeasured(changes: Partial<UncomparedTensor> = {}): UncomparedTensor {
  return {
    name: "u",
    dump: null,
    baseline: { dtype: "float32", shape: [2] },
    candidate: { dtype: "float32", shape: [3] },
    gates: [],
    outcome: "fail",
    message: "the shapes differ",
    reasons: ["the shapes differ"],
    metrics: null,
    metricsReason: "the shapes differ",
    ...changes,
  };
}
