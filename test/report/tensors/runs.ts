import { type CompareRun, compareRunSchema } from "../../../src/contracts/compare-run.ts";
import { result } from "../../compare/tensors/results.ts";

const arm = (label: string): CompareRun["baseline"] => ({
  stack: label,
  label,
  source: "file",
  environment: { path: `dumps/${label}`, format: "npy", tensors: "1" },
  evidence: { status: "not applicable", summary: "a file tells nothing of what ran", notes: [] },
});

/** A comparison of one tensor that passes. */
export function compareRun(changes: Partial<CompareRun> = {}): CompareRun {
  return compareRunSchema.parse({
    schema: "fvalidate.run/1",
    id: "compare-2026-11-21-120000-native-flagos",
    kind: "compare",
    createdAt: "2026-11-21T12:00:00.000Z",
    durationMilliseconds: 12,
    status: "complete",
    failure: null,
    tool: { version: "0.1.0", node: "20.20.0" },
    command: ["compare", "native.npy", "flagos.npy"],
    suite: { name: "compare", title: "tensors in files" },
    origin: "Compared files: native (npy, 1 tensor) and flagos (npy, 1 tensor); nothing was run.",
    baseline: arm("native"),
    candidate: arm("flagos"),
    settings: {
      seed: 42,
      gates: [],
      closeness: true,
      tolerance: "torch.testing's tolerances",
      mapeConvention: "naive",
      only: null,
      mapping: null,
      allowMissing: false,
      observationAxis: null,
      floor: null,
      golden: null,
      maxMapePercent: 5,
      maxFloors: 1.5,
      minCoherenceP: 0.01,
    },
    descriptions: {
      relativeL2: { label: "relative L2", unit: "", description: "‖d‖ / ‖a‖" },
      naive: { label: "naive", unit: "%", description: "mean |d|/|a|" },
    },
    tensors: [result()],
    pairs: 1,
    missing: { fromCandidate: [], fromBaseline: [] },
    firstDivergence: null,
    firstDivergenceReason: "the files tell no order of calls: they are no dumps of layers",
    growth: [],
    verdict: "consistent",
    headline: "flagos is close to native by torch.testing's tolerances",
    reasons: ["every element is close"],
    warnings: [],
    ...changes,
  } satisfies CompareRun);
}
