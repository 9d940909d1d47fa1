import { FvalidateError } from "../../support/errors.ts";

/**
 * Why a hub did not give a data set. `unreachable`: no connection, or a server that fails time and again; `absent`: no such
 * repository, revision or file; `refused`: its owner has not let this token in, or there is none; `damaged`: what came is
 * not what was announced.
 */
export type HubFailureReason = "unreachable" | "absent" | "refused" | "damaged";

export class HubFailure extends FvalidateError {
  readonly reason: HubFailureReason;

  constructor(
    reason: HubFailureReason,
    message: string,
    details: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super("stack", message, details);
    this.name = "HubFailure";
    this.reason = reason;
  }
}

/** A failure that may pass: the request is worth making again. */
export class PassingFailure extends HubFailure {
  /** What the server asked for; `null` where it asked for nothing. */
  readonly waitMilliseconds: number | null;

  constructor(message: string, waitMilliseconds: number | null, cause?: unknown) {
    super("unreachable", message, {
      hint: "Check the network and the proxy settings, or try again later.",
      cause,
    });
    this.waitMilliseconds = waitMilliseconds;
  }
}

export function interrupted(what: string): FvalidateError {
  return new FvalidateError("interrupted", `${what} was stopped.`);
}
