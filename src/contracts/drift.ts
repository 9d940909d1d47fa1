import type { ChangedCondition } from "./history-trend.ts";
import type { Verdict } from "./verdict.ts";

export const DRIFT_SCHEMA = "fvalidate.drift/1";

export const DRIFT_OUTCOMES = ["same", "moved within its limit", "moved", "cannot tell"] as const;
export type DriftOutcome = (typeof DRIFT_OUTCOMES)[number];

/** How far one figure is from the reference's. */
export interface DriftFinding {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly reference: number | null;
  readonly value: number | null;
  /** value − reference; `null` where one is missing. */
  readonly move: number | null;
  /** 95 % interval of the move, where the runs state their noise. */
  readonly interval95: readonly [number, number] | null;
  /** How the move was told from noise: the test, the floor, its size. */
  readonly noise: string;
  /** A real move beyond it fails the gate. */
  readonly margin: number | null;
  readonly outcome: DriftOutcome;
  readonly reason: string;
  /** Whether the gate rests on it; the other findings are there to be read. */
  readonly decides: boolean;
}

/** How the reference was chosen. */
export type ReferenceChoice = "blessed" | "last" | "named";

/** One run beside an earlier one of its series, as `drift.json` holds it. */
export interface DriftResult {
  readonly schema: typeof DRIFT_SCHEMA;
  readonly run: { readonly id: string; readonly createdAt: string };
  /** `null` where there is none to compare with. */
  readonly reference: {
    readonly id: string;
    readonly createdAt: string;
    readonly choice: ReferenceChoice;
    /** What was said when it was blessed. */
    readonly note: string | null;
  } | null;
  /** `null` on the first night: there is nothing to gate on yet. */
  readonly verdict: Verdict | null;
  readonly headline: string;
  readonly reasons: readonly string[];
  readonly findings: readonly DriftFinding[];
  readonly changed: readonly ChangedCondition[];
  /** Why better evidence was not to be had: folders that are gone, other questions. */
  readonly notes: readonly string[];
}
