import { z } from "zod";
import type { Json } from "../../../contracts/benchmark.ts";
import type { ChatOutcome } from "../../../contracts/chat.ts";

const answered = z.object({
  state: z.literal("answered"),
  text: z.string(),
  reasoning: z.string().nullable(),
  finishReason: z.string().nullable(),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  latencyMilliseconds: z.number().nullable(),
  attempts: z.number(),
  logprobs: z.unknown().optional(),
});

const errored = z.object({
  state: z.literal("errored"),
  kind: z.string(),
  message: z.string(),
  status: z.number().nullable(),
  attempts: z.number(),
});

const place = {
  /** The fingerprint of the stack that answered. */
  stack: z.string(),
  benchmark: z.string(),
  id: z.string(),
  repeat: z.number(),
  /** SHA-256 of the request. */
  request: z.string(),
};

/** One line of an arm's journal: what came of one request. */
export const recordSchema = z.discriminatedUnion("state", [answered.extend(place), errored.extend(place)]);
export type JournalRecord = z.infer<typeof recordSchema>;
export type AnsweredRecord = Extract<JournalRecord, { state: "answered" }>;

/** Which request a record belongs to. */
export interface RequestPlace {
  readonly benchmark: string;
  readonly id: string;
  readonly repeat: number;
  readonly request: string;
}

/** The record of what a server made of a request. */
export function recordOf(stack: string, asked: RequestPlace, outcome: ChatOutcome): JournalRecord {
  const { benchmark, id, repeat, request } = asked;
  const head = { stack, benchmark, id, repeat, request };
  if (outcome.state === "errored") return { state: "errored", ...head, ...outcome.failure };
  const { logprobs, ...reply } = outcome.reply;
  return { state: "answered", ...head, ...reply, ...logprobsOf(logprobs) };
}

function logprobsOf(logprobs: Json | undefined): { logprobs?: Json } {
  return logprobs === undefined ? {} : { logprobs };
}
