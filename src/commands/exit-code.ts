import type { Verdict } from "../contracts/verdict.ts";
import { type FailureKind, FvalidateError } from "../support/errors.ts";

const VERDICT_CODES: Record<Verdict, number> = { consistent: 0, inconsistent: 1, inconclusive: 4 };

const FAILURE_CODES: Record<FailureKind, number> = {
  usage: 2,
  suite: 2,
  input: 2,
  output: 2,
  stack: 3,
  comparison: 3,
  // As shells report a process that SIGINT ended.
  interrupted: 130,
};

/** 0 consistent, 1 inconsistent, 4 inconclusive or, where that is allowed, 0. */
export function exitCodeOfVerdict(verdict: Verdict, allowInconclusive: boolean): number {
  return verdict === "inconclusive" && allowInconclusive ? 0 : VERDICT_CODES[verdict];
}

/** That of a failure as a run's result holds it; what is no failure of ours to name is a fault. */
export function exitCodeOfFailure(kind: string): number {
  const known = Object.entries(FAILURE_CODES).find(([name]) => name === kind);
  return known?.[1] ?? 3;
}

/**
 * One for several runs: the smallest that is not 0. What was found (1) stands whatever else went wrong, a mistake (2)
 * is there again on the next attempt, a stack that did not run (3) may be up by then, and only what is left is
 * undecided (4), which alone can be allowed.
 */
export function exitCodeOfSeveral(codes: readonly number[]): number {
  return codes.filter((code) => code !== 0).toSorted((a, b) => a - b)[0] ?? 0;
}

/** 2 wrong usage, suite or file; 3 a stack could not be run or the arms are not comparable; 130 interrupted. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof FvalidateError ? FAILURE_CODES[error.kind] : 3;
}
