import { requirePossible } from "./failures.ts";
import type { RehearsalOptions, RehearsalServer } from "./policy-server.ts";

export { FAILURE_MODES, type FailureMode, type PlannedFailure, plannedFailure } from "./failures.ts";
export type { RehearsalOptions, RehearsalServer, ServedPolicy } from "./policy-server.ts";

/**
 * Offers a policy over the real protocol of a profile, so that drivers meet a real server and people can rehearse.
 * @throws FvalidateError of kind `usage` when the address is taken, or when the planned failure is one of another
 *   transport
 */
export async function startRehearsal(options: RehearsalOptions): Promise<RehearsalServer> {
  requirePossible(options.failure, options.profile);
  return options.profile.transport === "websocket"
    ? (await import("./websocket-server.ts")).startWebSocketRehearsal(options)
    : (await import("./http-server.ts")).startHttpRehearsal(options);
}
