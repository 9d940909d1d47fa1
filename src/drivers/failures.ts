import type { Question } from "../contracts/policy.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";

/** Where a question stands in a run, for messages. */
export function describeQuestion({ observation, pass, perturbation }: Question): string {
  const moved = perturbation === null ? "" : `, ${perturbation} moved`;
  return `observation ${observation}${pass === 0 ? "" : `, pass ${pass}`}${moved}`;
}

const EXPLANATIONS: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  ECONNREFUSED: ["refused the connection", "Is the server started, and is the port right?"],
  ENOTFOUND: ["has a name that cannot be resolved", "Check the host's name."],
  EAI_AGAIN: ["has a name that cannot be resolved", "Check the host's name and the network."],
  EHOSTUNREACH: ["cannot be reached", "Check the host and the network."],
  ENETUNREACH: ["cannot be reached", "Check the network."],
  ECONNRESET: [
    "closed the connection before its answer was complete",
    "Its log says why; it may have crashed.",
  ],
  UND_ERR_SOCKET: [
    "closed the connection before its answer was complete",
    "Its log says why; it may have crashed.",
  ],
  EPIPE: ["closed the connection before its answer was complete", "Its log says why; it may have crashed."],
};

/** A failure to reach a server or to hear it out, in words that say what to look at. */
export function connectionFailure(
  error: unknown,
  at: { url: string; question: string; seconds: number },
): FvalidateError {
  if (error instanceof FvalidateError) return error;
  const where = `${at.url} (${at.question})`;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new FvalidateError("stack", `${where} did not answer within ${at.seconds} s.`, {
      hint: "It hangs, or is slower than --timeout allows: a first call under FlagGems may take minutes.",
      cause: error,
    });
  }
  const [what, hint] = EXPLANATIONS[systemCodeOf(error) ?? ""] ?? [
    `failed: ${messageOf(error)}`,
    "Its log may say why.",
  ];
  return new FvalidateError("stack", `${where} ${what}.`, { hint, cause: error });
}

/** @throws FvalidateError of kind `stack` when a stack's answers do not all have one shape. */
export function requireSameShape(first: readonly number[], found: readonly number[], where: string): void {
  if (first.join() === found.join()) return;
  throw new FvalidateError(
    "stack",
    `${where} answered with another shape than before: first [${first.join(", ")}], now [${found.join(", ")}].`,
    {
      hint: "Each question must give one action chunk of the same size; check the server's batch and config.",
    },
  );
}

export function stopped(): FvalidateError {
  return new FvalidateError("interrupted", "The run was stopped while a stack was being asked.");
}
