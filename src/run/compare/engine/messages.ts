import type { CountedTerms } from "../../../compare/elementwise/order-statistics.ts";
import type { Tally } from "../../../compare/elementwise/tally.ts";
import type { TensorPair } from "../../../contracts/pair-measurement.ts";
import { type FailureKind, FvalidateError, messageOf } from "../../../support/errors.ts";

/** What a thread is asked: to measure segments as long as there are any. Plain data, like its answer. */
export interface SegmentsJob {
  readonly id: number;
  readonly pair: TensorPair;
  /** How many segments have been taken, by all threads: one 32-bit integer. */
  readonly taken: SharedArrayBuffer;
}

export interface SegmentsFound {
  /** Of the segments that the thread took, by ascending index. */
  readonly segments: readonly { readonly index: number; readonly tally: Tally }[];
  readonly counted: CountedTerms;
}

export type SegmentsAnswer =
  | { readonly id: number; readonly found: SegmentsFound }
  | { readonly id: number; readonly failure: Failure };

/** An error, without the class that it would lose on its way. */
export interface Failure {
  /** `null` for what nobody foresaw. */
  readonly kind: FailureKind | null;
  readonly message: string;
  readonly hint: string | null;
}

export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof FvalidateError)
    return { kind: thrown.kind, message: thrown.message, hint: thrown.hint ?? null };
  return { kind: null, message: messageOf(thrown), hint: null };
}

export function errorOf({ kind, message, hint }: Failure): Error {
  if (kind === null) return stopped(message);
  return new FvalidateError(kind, message, hint === null ? {} : { hint });
}

/** Of a thread that gave no answer. */
export function stopped(why: string): FvalidateError {
  return new FvalidateError("comparison", `A thread that compared tensors stopped: ${why}.`, {
    hint: "Run it again, with --workers 1 if it happens again.",
  });
}
