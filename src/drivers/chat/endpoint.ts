import type { Address } from "./address.ts";
import type { Connections } from "./connections.ts";

/** One server, and what is known of its state. */
export interface Endpoint {
  readonly address: Address;
  readonly connections: Connections;
  /** Whether `/health` answered well when the client opened: vLLM's says when the engine behind the API is dead. */
  readonly hasHealth: boolean;
  inFlight: number;
  /** `checking`: a connection broke, and it is being found out whether the server lives; nothing is sent meanwhile. */
  state: "up" | "checking" | "down";
  /** Grows with each outage, so that a failure that came late is known to belong to the last one. */
  life: number;
  /** When it last answered a question, by `performance.now()`. */
  answeredAt: number;
  pace: Pace;
}

/** How much is sent to a server that answers 429. */
export interface Pace {
  /** Requests in flight; a fraction while it grows back. */
  limit: number;
  /** Nothing is sent before, by `performance.now()`. */
  notBefore: number;
  /** When the limit was last lowered. */
  loweredAt: number;
  /** Times that it was lowered without an answer between. */
  lowered: number;
  /** When that was last said. */
  saidAt: number;
  /** Since when it has done nothing but refuse. */
  refusingSince: number | null;
}

export function newEndpoint(
  fixed: Pick<Endpoint, "address" | "connections" | "hasHealth">,
  concurrency: number,
): Endpoint {
  const pace = {
    limit: concurrency,
    notBefore: 0,
    loweredAt: Number.NEGATIVE_INFINITY,
    lowered: 0,
    saidAt: Number.NEGATIVE_INFINITY,
    refusingSince: null,
  };
  return { ...fixed, inFlight: 0, state: "up", life: 0, answeredAt: Number.NEGATIVE_INFINITY, pace };
}
