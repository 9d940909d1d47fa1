import type { ChatFailure, ChatReply } from "../../contracts/chat.ts";
import { messageOf, systemCodeOf } from "../../support/errors.ts";
import { oneLine, sentence } from "../server-text.ts";
import type { Exchanged, Headers } from "./connections.ts";
import { MAXIMUM_ANSWER_BYTES } from "./connections.ts";
import { type ReplyForm, readReply } from "./reply.ts";
import { retryAfterMilliseconds } from "./retry-after.ts";
import { statusWords } from "./server-words.ts";

/** Why one request brought no answer, and what may be done about it. */
export interface Setback {
  readonly kind: ChatFailure["kind"];
  readonly message: string;
  readonly status: number | null;
  /**
   * `never`: the same request would fail again. `again`: it may pass. `throttled`: it passes once there are fewer.
   * `doubtful`: it depends on whether the server still lives.
   */
  readonly remedy: "never" | "again" | "throttled" | "doubtful";
  /** As the server asked; `null` where it did not. */
  readonly retryAfterMilliseconds: number | null;
}

export type Result =
  | { readonly state: "answered"; readonly reply: ChatReply }
  | { readonly state: "failed"; readonly setback: Setback };

/**
 * What one exchange comes to.
 * @param attempts requests sent for this question, this one included
 */
export function resultOf(exchanged: Exchanged, form: ReplyForm, attempts: number): Result {
  if (exchanged.state === "expired")
    return failed("timeout", "No whole answer within the time limit.", "doubtful");
  if (exchanged.state === "stopped") return failed("connection", "The question was stopped.", "never");
  if (exchanged.state === "broken") return brokenOff(exchanged.error);
  const { status, headers, body, latencyMilliseconds } = exchanged;
  if (status !== 200) return refused(status, headers, statusMessage(status, headers, body));
  const reading = readReply(body, form, { latencyMilliseconds, attempts });
  if (reading.state === "answered") return reading;
  if (reading.status !== null) return refused(reading.status, headers, reading.message);
  return failed(reading.kind, reading.message, reading.kind === "wrong model" ? "never" : "again");
}

/** Statuses that may pass by themselves. */
const PASSING: readonly number[] = [408, 409, 425];
/** The server's way of saying that it never will. */
const UNABLE: readonly number[] = [501, 505];

function refused(status: number, headers: Headers, message: string): Result {
  const setback = {
    kind: "status",
    message: sentence(message),
    status,
    remedy: remedyFor(status),
    retryAfterMilliseconds: retryAfterMilliseconds(headers),
  } as const;
  return { state: "failed", setback };
}

function remedyFor(status: number): Setback["remedy"] {
  if (status === 429) return "throttled";
  if (PASSING.includes(status)) return "again";
  return status >= 500 && !UNABLE.includes(status) ? "doubtful" : "never";
}

function statusMessage(status: number, headers: Headers, body: Uint8Array): string {
  const { location } = headers;
  if (status < 300 || status >= 400 || typeof location !== "string") return statusWords(status, body);
  return `HTTP status ${status}: it points to ${oneLine(location)}`;
}

/** What a connection did, by the system's or the HTTP library's error code. */
const BREAKS: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "The server refused the connection"],
  ["UND_ERR_CONNECT_TIMEOUT", "The server did not take the connection"],
  ["ETIMEDOUT", "The server did not take the connection"],
  ["ENOTFOUND", "The server's name cannot be resolved"],
  ["EAI_AGAIN", "The server's name cannot be resolved"],
  ["EHOSTUNREACH", "The server cannot be reached"],
  ["ENETUNREACH", "The server cannot be reached"],
  [
    "EMFILE",
    "There are no file descriptors left for connections: raise `ulimit -n` or lower the concurrency",
  ],
]);
const CUT_OFF = "The server closed the connection before its answer was complete";
const CUT_OFF_CODES: readonly string[] = [
  "ECONNRESET",
  "EPIPE",
  "UND_ERR_SOCKET",
  "UND_ERR_RES_CONTENT_LENGTH_MISMATCH",
];

/** What is said of a connection that broke. */
export function breakWords(error: unknown): string {
  const code = systemCodeOf(error) ?? "";
  if (CUT_OFF_CODES.includes(code) || /EOF/.test(`${code} ${messageOf(error)}`)) return CUT_OFF;
  return BREAKS.get(code) ?? `The connection failed: ${oneLine(messageOf(error))}`;
}

function brokenOff(error: unknown): Result {
  const code = systemCodeOf(error) ?? "";
  if (code === "UND_ERR_RES_EXCEEDED_MAX_SIZE") {
    return failed("malformed", `The response is larger than ${MAXIMUM_ANSWER_BYTES / 2 ** 20} MiB.`, "never");
  }
  const isOtherProtocol = code.startsWith("HPE_") && !/EOF/.test(code);
  if (isOtherProtocol) return failed("malformed", `The response is not HTTP (${messageOf(error)}).`, "again");
  return failed("connection", sentence(breakWords(error)), "doubtful");
}

function failed(kind: ChatFailure["kind"], message: string, remedy: Setback["remedy"]): Result {
  return { state: "failed", setback: { kind, message, status: null, remedy, retryAfterMilliseconds: null } };
}
