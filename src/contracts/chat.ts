import type { Json } from "./benchmark.ts";

/** The two ways in which OpenAI-compatible servers are asked. */
export const CHAT_APIS = ["chat", "completions"] as const;
export type ChatApi = (typeof CHAT_APIS)[number];

/**
 * A request's bytes but for the model's name: what follows it in `{"model":"<name>"`, so from a comma to the closing
 * brace. Both arms are sent the same bytes.
 */
export type RequestRest = Uint8Array;

/** What a server answered. */
export interface ChatReply {
  /** The answer itself, as it came; it may still hold a `<think>` block. */
  readonly text: string;
  /** What the server set apart as reasoning (`reasoning_content` or `reasoning`). */
  readonly reasoning: string | null;
  /** `stop`, `length`, …; `null` where the server said nothing. */
  readonly finishReason: string | null;
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  /** As the server gave them; only where they were asked for. */
  readonly logprobs?: Json;
  /** From the request that was answered, its sending included; retries before it are not in. */
  readonly latencyMilliseconds: number;
  /** Requests sent, the answered one included. */
  readonly attempts: number;
}

/** Why no answer came: the stack's or the network's failure, never the model's. */
export interface ChatFailure {
  readonly kind: "connection" | "timeout" | "status" | "malformed" | "empty" | "wrong model";
  /** For a person, with the server's own words. */
  readonly message: string;
  readonly status: number | null;
  readonly attempts: number;
}

export type ChatOutcome =
  | { readonly state: "answered"; readonly reply: ChatReply }
  | { readonly state: "errored"; readonly failure: ChatFailure };
