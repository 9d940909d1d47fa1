import type { AnyRun } from "../contracts/any-run.ts";
import { HISTORY_SCHEMA, type HistoryMetric, type HistoryRecord } from "../contracts/history.ts";
import { sha256 } from "../support/hash.ts";
import { flatConditions } from "./conditions.ts";
import { benchConditions, benchMetrics } from "./records/bench.ts";
import { cardConditions, cardMetrics } from "./records/card.ts";
import { compareConditions, compareMetrics, compareUnrecorded } from "./records/compare.ts";
import { pi0Conditions, pi0Metrics } from "./records/pi0.ts";

/**
 * What the history keeps of a finished run, whole or not.
 * @param folder the run's folder as seen from the history's, with forward slashes
 */
export function recordOf(run: AnyRun, folder: string): HistoryRecord {
  const { metrics, conditions, capsuleSha256, unrecorded } = extract(run);
  const environments = { baseline: run.baseline.environment, candidate: run.candidate.environment };
  const all = flatConditions(environments, { ...conditions, fvalidate: run.tool.version });
  return {
    schema: HISTORY_SCHEMA,
    type: "run",
    runId: run.id,
    createdAt: run.createdAt,
    kind: run.kind,
    suite: run.suite.name,
    baseline: { stack: run.baseline.stack, label: run.baseline.label },
    candidate: { stack: run.candidate.stack, label: run.candidate.label },
    verdict: run.verdict,
    status: run.status,
    toolVersion: run.tool.version,
    folder,
    capsuleSha256,
    conditions: all,
    conditionsSha256: sha256(JSON.stringify(all)),
    metrics,
    ...(unrecorded !== null && { unrecorded }),
  };
}

interface Extract {
  readonly metrics: HistoryMetric[];
  readonly conditions: Record<string, string>;
  readonly capsuleSha256: string | null;
  readonly unrecorded: string | null;
}

function extract(run: AnyRun): Extract {
  switch (run.kind) {
    case "pi0":
      return {
        metrics: pi0Metrics(run),
        conditions: pi0Conditions(run),
        capsuleSha256: run.capsule.sha256,
        unrecorded: null,
      };
    case "bench":
      return {
        metrics: benchMetrics(run),
        conditions: benchConditions(run),
        capsuleSha256: run.capsule.sha256,
        unrecorded: null,
      };
    case "compare":
      return {
        metrics: compareMetrics(run),
        conditions: compareConditions(run),
        capsuleSha256: null,
        unrecorded: compareUnrecorded(run),
      };
    case "card":
      return {
        metrics: cardMetrics(run),
        conditions: cardConditions(run),
        capsuleSha256: null,
        unrecorded: null,
      };
  }
}

/** What makes runs one series; two runs with the same are comparable night by night. */
export function seriesKey({ kind, suite, baseline, candidate }: SeriesHead): string {
  return JSON.stringify([kind, suite, baseline.stack, candidate.stack]);
}

/**
 * What makes two records one run: runs of different suites may begin in the same second, on several machines, and have
 * the same id then.
 */
export function recordKey(record: HistoryRecord): string {
  return `${seriesKey(record)}\n${record.runId}`;
}

export interface SeriesHead {
  readonly kind: string;
  readonly suite: string;
  readonly baseline: { readonly stack: string };
  readonly candidate: { readonly stack: string };
}
