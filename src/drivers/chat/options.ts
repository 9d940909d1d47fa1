import type { ChatApi, ChatOutcome, RequestRest } from "../../contracts/chat.ts";

export interface ChatClientOptions {
  /** Base addresses, with or without `/v1`; questions go to the one with the fewest in flight. */
  readonly urls: readonly string[];
  /** `null`: the one model that is served. */
  readonly model: string | null;
  readonly api: ChatApi;
  /** Never printed. */
  readonly apiKey: string | null;
  /** Requests in flight, over all addresses. */
  readonly concurrency: number;
  /** For one request, connecting included; waiting for a free connection is not. */
  readonly timeoutMilliseconds: number;
  /** How often a question is asked again after failures that may pass. Outages and 429 cost none of them. */
  readonly maxRetries: number;
  /** How long a dead server is waited for, and one that refuses everything with 429. */
  readonly outageMilliseconds: number;
  /** Pauses before asking again, doubled each time. */
  readonly pauses?: Pauses;
  /**
   * Called once per outage of all addresses, when the failure is certain; nothing is sent until it resolves.
   * `true`: the outage's time starts anew; `false`: the client gives up.
   */
  onOutage?(message: string): Promise<boolean>;
  say(line: string): void;
}

export interface Pauses {
  readonly firstMilliseconds: number;
  readonly longestMilliseconds: number;
}

export const DEFAULT_PAUSES: Pauses = { firstMilliseconds: 500, longestMilliseconds: 30_000 };

/** What a client did so far. */
export interface ChatCounters {
  /** Requests sent. */
  requests: number;
  answered: number;
  errored: number;
  /** Requests sent again after a failure. */
  retries: number;
  /** Requests that the server refused for being too many. */
  throttled: number;
  /** Requests that an outage cut off. */
  interrupted: number;
  /** Times at which no address answered. */
  outages: number;
}

export interface ChatClient extends AsyncDisposable {
  /** As it is asked for. */
  readonly model: string;
  /** Tokens of prompt and answer together; `null` where the server does not say. */
  readonly maxModelLength: number | null;
  /** What `/v1/models` and `/version` say: `owned_by`, `root`, `max_model_len`, `version`. */
  readonly serverFacts: Readonly<Record<string, string>>;
  readonly counters: Readonly<ChatCounters>;
  /**
   * Asks one question until it is answered or failed for good.
   * @throws FvalidateError of kind `stack` when the server is gone for good, `interrupted` when `signal` aborts
   */
  ask(rest: RequestRest, signal: AbortSignal): Promise<ChatOutcome>;
}
