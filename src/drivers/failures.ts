import type { Question } from "../contracts/policy.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";

/** Where a question stands in a run, for messages. */
export function describeQuestion({ observation, pass, perturbation }: Question): string {
  const moved = perturbation === null ? "" : `, ${perturbation} moved`;
  return `observation ${observation}${pass === 0 ? "" : `, pass ${pass}`}${moved}`;
}

/**
 * The bytes of a question.
 * @throws FvalidateError of kind `comparison` for inputs that were recorded without their requests
 */
export function bodyOf(question: Question): Uint8Array {
  if (question.body !== null) return question.body;
  throw new FvalidateError("comparison", `There is no request to send for ${describeQuestion(question)}.`, {
    hint: "Inputs that were recorded without their requests can only be compared with other recordings.",
  });
}

const CUT_OFF = [
  "closed the connection before its answer was complete",
  "Its log says why; it may have crashed.",
] as const;

/** What a server did, and what to look at, by the system's error code. */
const EXPLANATIONS = new Map<string, readonly [what: string, hint: string]>([
  ["ECONNREFUSED", ["refused the connection", "Is the server started, and is the port right?"]],
  ["ENOTFOUND", ["has a name that cannot be resolved", "Check the host's name."]],
  ["EAI_AGAIN", ["has a name that cannot be resolved", "Check the host's name and the network."]],
  ["EHOSTUNREACH", ["cannot be reached", "Check the host and the network."]],
  ["ENETUNREACH", ["cannot be reached", "Check the network."]],
  ["ETIMEDOUT", ["did not take the connection", "Check the host, and any firewall between."]],
  ["UND_ERR_CONNECT_TIMEOUT", ["did not take the connection", "Check the host, and any firewall between."]],
  ["EPROTO", ["does not speak TLS", "Use http:// or ws:// instead."]],
  ["ERR_SSL_WRONG_VERSION_NUMBER", ["does not speak TLS", "Use http:// or ws:// instead."]],
  ["WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", ["sent a larger answer than any action chunk", "Check the profile."]],
  ["ECONNRESET", CUT_OFF],
  ["EPIPE", CUT_OFF],
  ["UND_ERR_SOCKET", CUT_OFF],
  ["UND_ERR_RES_CONTENT_LENGTH_MISMATCH", CUT_OFF],
]);

/** A failure to reach a server or to hear it out, in words that say where it was and what to look at. */
export function failureAt(error: unknown, where: string): FvalidateError {
  if (error instanceof FvalidateError) return located(error, where);
  const code = systemCodeOf(error) ?? "";
  const [what, hint] = EXPLANATIONS.get(code) ?? explanationOf(code, error);
  return new FvalidateError("stack", `${where} ${what}.`, { hint, cause: error });
}

/** @throws FvalidateError of kind `stack` when a stack's answers do not all have one shape. */
export function requireSameShape(first: readonly number[], found: readonly number[]): void {
  if (first.join() === found.join()) return;
  throw new FvalidateError(
    "stack",
    `The answer has another shape than before: first [${first.join(", ")}], now [${found.join(", ")}].`,
    {
      hint: "Each question must give one action chunk of the same size; check the server's batch and config.",
    },
  );
}

/** The same failure, with the place it came from. */
function located({ kind, message, hint, cause }: FvalidateError, where: string): FvalidateError {
  return new FvalidateError(kind, `${where}: ${message}`, { ...(hint !== undefined && { hint }), cause });
}

function explanationOf(code: string, error: unknown): readonly [what: string, hint: string] {
  const message = messageOf(error);
  const isParserError =
    code.startsWith("HPE_") || (error instanceof Error && error.name === "HTTPParserError");
  if (!isParserError) return [`failed: ${message}`, "The server's log may say why."];
  // An answer without a length that breaks off is bad HTTP to the parser.
  if (/EOF/.test(`${code} ${message}`)) return CUT_OFF;
  return [`does not answer in HTTP (${message})`, "Another program listens there: check the port."];
}
