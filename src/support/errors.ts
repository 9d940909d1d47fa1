/**
 * What went wrong, in the terms the exit code needs:
 * `usage`, `suite`, `input`, `output` are the caller's to mend (exit 2);
 * `stack` and `comparison` mean that no comparison could be made (exit 3);
 * `interrupted` means somebody stopped the run.
 */
export type FailureKind = "usage" | "suite" | "input" | "output" | "stack" | "comparison" | "interrupted";

export interface FailureDetails {
  /** What to do about it: one sentence, printed under the message. */
  hint?: string;
  /** What somebody else's program printed: lines, shown once under the message. */
  log?: string;
  cause?: unknown;
}

/** An error a person can act on. Its message is printed without a stack trace. */
export class FvalidateError extends Error {
  readonly kind: FailureKind;
  readonly hint: string | undefined;
  readonly log: string | undefined;

  constructor(kind: FailureKind, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "FvalidateError";
    this.kind = kind;
    this.hint = details.hint;
    this.log = details.log;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The system's error code (`ENOENT`, `ECONNREFUSED`, …) of anything that was thrown, looked up through its causes. */
export function systemCodeOf(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const code = (error as NodeJS.ErrnoException).code;
    if (typeof code === "string") return code;
  }
  return undefined;
}
