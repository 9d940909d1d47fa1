import type { ActionSet } from "./actions.ts";

/** One arm's answer to one question, as far as the run's files hold it. */
export interface ShownReply {
  /** `null` where the run's files do not hold it. */
  readonly text: string | null;
  readonly prediction: string | null;
  /** A fraction; `null` where the answer was not scored. */
  readonly score: number | null;
  readonly isTruncated: boolean | null;
}

/** A question whose outcome differs between the arms, with both replies. */
export interface ShownFlip {
  readonly benchmark: string;
  readonly id: string;
  readonly repeat: number;
  /** What was asked, in words; `null` where it is not known. */
  readonly question: string | null;
  /** The right answer; `null` where it is not known. */
  readonly target: string | null;
  readonly baseline: ShownReply;
  readonly candidate: ShownReply;
}

/**
 * What a page shows beside `run.json`: read from the other files of the run's folder. A run that was copied without
 * them, or one that was stopped, has less of it, and `gaps` says so.
 */
export interface RunEvidence {
  /** Answers of both arms of a pi0 run, [observations, steps, dimensions], the same observations in both. */
  readonly actions: { readonly baseline: ActionSet; readonly candidate: ActionSet } | null;
  /** Of a run of benchmarks. */
  readonly flips: readonly ShownFlip[] | null;
  /** What could not be read and why, in sentences. */
  readonly gaps: readonly string[];
}

export const NO_EVIDENCE: RunEvidence = { actions: null, flips: null, gaps: [] };
