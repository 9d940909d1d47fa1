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

/** 2 wrong usage, suite or file; 3 a stack could not be run or the arms are not comparable; 130 interrupted. */
export function exitCodeOfError(error: unknown): number {
  return error instanceof FvalidateError ? FAILURE_CODES[error.kind] : 3;
}
