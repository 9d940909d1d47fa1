import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { SessionOptions } from "./session-options.ts";

const SCHEMES = { http: ["http:", "https:"], websocket: ["ws:", "wss:"] };

/**
 * A line to a running server, in the transport that its profile speaks.
 * @throws FvalidateError of kind `suite` when the address is not of that transport, of kind `stack` when the server
 *   cannot be reached
 */
export async function openSession(options: SessionOptions): Promise<PolicySession> {
  const { profile, url } = options;
  const schemes = SCHEMES[profile.transport];
  if (!URL.canParse(url) || !schemes.includes(new URL(url).protocol)) {
    throw new FvalidateError("suite", `${url} is no address for the profile ${profile.name}.`, {
      hint: `It speaks ${profile.transport}: use an address that begins with ${schemes[0]}//, or another --profile.`,
    });
  }
  // Each transport's library is loaded only where it is spoken.
  return profile.transport === "websocket"
    ? (await import("./websocket-session.ts")).openWebSocketSession(options)
    : (await import("./http-session.ts")).openHttpSession(options);
}
