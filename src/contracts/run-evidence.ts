import type { ActionSet } from "./actions.ts";
import type { Flip } from "./bench-result.ts";

/** A part of a reply, or all of it. */
export interface Passage {
  readonly text: string;
  /** Characters (code points) that stand before and behind it in the reply and are left out; `null` where not known. */
  readonly omittedBefore: number | null;
  readonly omittedAfter: number | null;
}

/** One arm's answer to one question, as far as the run's files hold it. */
export interface ShownReply {
  /** What stands around the place where the replies part; `null` where the run's files do not hold it. */
  readonly passage: Passage | null;
  readonly prediction: string | null;
  /** A fraction; `null` where it is not known. */
  readonly score: number | null;
}

/** A question whose outcome differs between the arms. */
export interface ShownFlip {
  readonly benchmark: string;
  readonly id: string;
  readonly repeat: number;
  readonly direction: Flip["direction"];
  readonly cause: Flip["cause"];
  /** What was asked, in words, the end of it where it is long; `null` where it is not known. */
  readonly question: string | null;
  /** The right answer; `null` where it is not known. */
  readonly target: string | null;
  /** Where the replies part, counted in characters; `null` for equal replies, and where they are not known. */
  readonly firstDifference: number | null;
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
  /** Of a run of benchmarks, in the order of its questions. */
  readonly flips: readonly ShownFlip[] | null;
  /** What could not be read and why, in sentences. */
  readonly gaps: readonly string[];
}

export const NO_EVIDENCE: RunEvidence = { actions: null, flips: null, gaps: [] };
