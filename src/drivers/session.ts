import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Profile } from "./profile.ts";

export interface SessionOptions {
  readonly url: string;
  readonly profile: Profile;
  /** For one answer, and for the connection to open. */
  readonly timeoutMilliseconds: number;
}

/**
 * A line to a running server, in the transport that its profile speaks.
 * @throws FvalidateError of kind `suite` when the address is not of that transport, of kind `stack` when the server
 *   cannot be reached
 */
export async function openSession(options: SessionOptions): Promise<PolicySession> {
  const { profile, url } = options;
  const isWebSocket = /^wss?:/.test(url);
  if (isWebSocket !== (profile.transport === "websocket")) {
    const scheme = profile.transport === "websocket" ? "ws://" : "http://";
    throw new FvalidateError(
      "suite",
      `The profile ${profile.name} speaks ${profile.transport}; ${url} does not.`,
      {
        hint: `Use an address that begins with ${scheme}, or another --profile.`,
      },
    );
  }
  // Each transport's library is loaded only where it is spoken.
  return isWebSocket
    ? (await import("./websocket-session.ts")).openWebSocketSession(options)
    : (await import("./http-session.ts")).openHttpSession(options);
}
