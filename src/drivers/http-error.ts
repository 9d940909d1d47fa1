import { STATUS_CODES } from "node:http";
import { FvalidateError } from "../support/errors.ts";
import { parseLenientJson } from "../support/lenient-json.ts";
import { oneLine, pageText, sentence } from "./server-text.ts";

/** A response whose status is not 200. */
export interface FailedResponse {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: string | null;
  readonly body: Uint8Array;
}

/** A status other than 200, with what the server's page or JSON says of it. */
export function httpError({ status, location, body }: FailedResponse): FvalidateError {
  const text = new TextDecoder().decode(body);
  const said = location === null ? (jsonError(text) ?? pageText(text)) : `it points to ${oneLine(location)}`;
  const named = `${status} ${STATUS_CODES[status] ?? ""}`.trim();
  const parts = [`The server answered with HTTP status ${named}`, withoutStatus(said, status)];
  const message = sentence(parts.filter((part) => part !== "").join(": "));
  return new FvalidateError("stack", message, { hint: hintFor(status) });
}

/** A page often begins with its own status, and says it again in its title. */
function withoutStatus(text: string, status: number): string {
  const reason = STATUS_CODES[status] ?? status;
  return text.replace(new RegExp(`^(?:(?:${status}|${reason})[\\s:.]*)+`), "");
}

const HINTS: ReadonlyMap<number, string> = new Map([
  [400, "The server does not take this request: check that --profile names the protocol it speaks."],
  [401, "The server wants credentials: ask it without a gateway between."],
  [403, "The server, or a gateway before it, refuses this machine."],
  [404, "There is no such route: check the port, the path and the profile."],
  [405, "The route takes no POST: check the port, the path and the profile."],
  [
    413,
    "The server, or a gateway before it, limits the size of requests: ask it directly, or send smaller pictures.",
  ],
  [502, "A gateway answered, not the server: check that the server runs."],
  [503, "The server runs but has not loaded its model yet: wait and run again."],
  [504, "A gateway gave up waiting: ask the server directly."],
]);

function hintFor(status: number): string {
  if (status >= 300 && status < 400) {
    return "A redirect is not followed, because the request would not arrive as it was frozen: use that address.";
  }
  const known = HINTS.get(status);
  if (known !== undefined) return known;
  return status >= 500
    ? "The server failed: its log holds the traceback."
    : "Check the address, and that --profile names the protocol that the server speaks.";
}

function jsonError(body: string): string | null {
  try {
    const value = parseLenientJson(body);
    if (typeof value !== "object" || value === null) return null;
    const { error, message, detail }: Readonly<Record<string, unknown>> = { ...value };
    const said = error ?? message ?? detail;
    if (said === undefined || said === null) return null;
    return oneLine(typeof said === "string" ? said : JSON.stringify(said));
  } catch {
    return null;
  }
}
