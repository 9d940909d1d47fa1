import { HISTORY_SCHEMA, type HistoryMetric, type HistoryRecord } from "../../src/contracts/history.ts";
import { metric } from "../../src/history/records/metric.ts";

/** The run of night `night` (0 is 2026-11-01) with one figure, `wapePercent`, unless told otherwise. */
export function nightly(
  night: number,
  value: number | null,
  parts: Partial<HistoryRecord> & { metric?: Partial<HistoryMetric> } = {},
): HistoryRecord {
  const createdAt = new Date(Date.UTC(2026, 10, 1 + night, 2)).toISOString();
  const { metric: metricParts, ...others } = parts;
  return {
    schema: HISTORY_SCHEMA,
    type: "run",
    runId: `pi0-night-${night}`,
    createdAt,
    kind: "pi0",
    suite: "pi0",
    baseline: { stack: "cuda", label: "CUDA" },
    candidate: { stack: "flagos", label: "FlagOS" },
    verdict: "consistent",
    status: "complete",
    toolVersion: "0.1.0",
    folder: `pi0-night-${night}`,
    capsuleSha256: null,
    conditions: {},
    conditionsSha256: "",
    metrics: [
      metric({
        key: "wapePercent",
        label: "WAPE",
        unit: "%",
        value,
        ...(value === null && { valueReason: "WAPE is undefined: both arms are all zeros" }),
        floor: { value: 0.15, name: "perturbation floor" },
        margin: { value: 0.225, name: "1.5 × perturbation floor" },
        better: "lower",
        ...metricParts,
      }),
    ],
    ...others,
  };
}
