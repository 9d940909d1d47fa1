import type { DriftResult } from "../contracts/drift.ts";

/** As much of `drift.json` as the reports show. */
export type DriftSummary = Pick<DriftResult, "verdict" | "headline" | "reasons" | "notes">;

/** What is known of a run beside its result, for the formats that continuous integration reads. */
export interface ReportContext {
  /** What the history's gate found. */
  readonly drift?: DriftSummary;
  /** Whether an inconclusive run ends with exit code 0, so that it is no failure there either. */
  readonly allowInconclusive?: boolean;
  /** Where this run's files can be had: the page of the job that keeps them. */
  readonly artefactsUrl?: string;
}

export const NO_CONTEXT: ReportContext = {};
