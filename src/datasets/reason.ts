import { messageOf } from "../support/errors.ts";

/** What went wrong, to stand at the end of a sentence of ours: libraries end theirs with a full stop, or do not. */
export function reasonOf(error: unknown): string {
  // Of several addresses that were tried each has its own error, and the whole has no words.
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return messageOf(inner).trim().replace(/\.+$/, "") || "it failed without a word";
}
