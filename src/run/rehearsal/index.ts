import type { RehearsalOptions, RehearsalServer } from "./policy-server.ts";

export { FAILURE_MODES, plannedFailure } from "./failures.ts";
export type { RehearsalOptions, RehearsalServer, ServedPolicy } from "./policy-server.ts";

/**
 * Offers a policy over the real protocol of a profile, so that drivers meet a real server and people can rehearse.
 * @throws FvalidateError of kind `usage` when the address is taken
 */
export async function startRehearsal(options: RehearsalOptions): Promise<RehearsalServer> {
  return options.profile.transport === "websocket"
    ? (await import("./websocket-server.ts")).startWebSocketRehearsal(options)
    : (await import("./http-server.ts")).startHttpRehearsal(options);
}
