import type { HarnessSample } from "../../contracts/harness-output.ts";
import { sha256 } from "../../support/hash.ts";
import { isRecord } from "../files/json.ts";
import { type Scored, scoreOf } from "../files/score.ts";
import type { LoggedSample } from "./schema.ts";

/** Where a figure's values stand in a sample: a scorer's, or one of several that a scorer gives. */
export interface ScoreKey {
  readonly scorer: string;
  readonly part: string | null;
}

export function harnessSample(sample: LoggedSample, { scorer, part }: ScoreKey): HarnessSample {
  const score = sample.scores?.[scorer];
  const value = part === null ? score?.value : isRecord(score?.value) ? score.value[part] : undefined;
  const choice = sample.output?.choices?.[0];
  return {
    id: String(sample.id),
    contentSha256: contentHash(sample),
    repeat: sample.epoch - 1,
    ...outcomeOf(sample, value),
    reply: replyOf(sample),
    prediction: typeof score?.answer === "string" && value !== NO_ANSWER ? score.answer : null,
    unparsed: value === NO_ANSWER,
    gold: goldOf(sample),
    truncated: choice?.stop_reason == null ? null : isCut(sample, choice.stop_reason),
    category: null,
    cluster: null,
    completionTokens: sample.output?.usage?.output_tokens ?? null,
  };
}

const NO_ANSWER = "N";

/** What the harness's `value_to_float` makes of its letters, and of words for yes and no. */
const WORDS: Readonly<Record<string, number>> = {
  C: 1,
  P: 0.5,
  I: 0,
  [NO_ANSWER]: 0,
  yes: 1,
  true: 1,
  no: 0,
  false: 0,
};

/** A sample that failed is scored only where the run was told to score those too. */
function outcomeOf({ error, limit }: LoggedSample, value: unknown): Scored {
  if (value === undefined && error != null) return { score: null, error: error.message };
  if (value === undefined && limit != null)
    return { score: null, error: `stopped at its limit (${limit.type})` };
  return scoreOf(typeof value === "string" ? numberOf(value) : value);
}

function numberOf(text: string): unknown {
  const word = WORDS[text] ?? WORDS[text.toLowerCase()];
  if (word !== undefined) return word;
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

/** Question, choices and gold answer; the ids of messages differ in every run. */
function contentHash({ input, choices, target }: LoggedSample): string {
  const asked = typeof input === "string" ? input : input.map(({ role, content }) => [role, content]);
  return sha256(JSON.stringify([asked, choices ?? null, target]));
}

function replyOf({ output, attachments }: LoggedSample): string | null {
  const content = output?.choices?.[0]?.message?.content;
  if (content === undefined) return null;
  const text = typeof content === "string" ? content : textOf(content);
  // Long texts stand apart, under their hash.
  const [, key] = /^attachment:\/\/(.+)$/.exec(text) ?? [];
  return key === undefined ? text : (attachments?.[key] ?? null);
}

/** Of a reply in parts, the text; the reasoning is no part of the answer. */
function textOf(content: unknown): string {
  if (!Array.isArray(content)) return "";
  return content
    .flatMap((part: unknown) => (isRecord(part) && typeof part["text"] === "string" ? [part["text"]] : []))
    .join("");
}

function goldOf({ target }: LoggedSample): string {
  return typeof target === "string" ? target : target.join(" | ");
}

function isCut({ limit }: LoggedSample, stopReason: string): boolean {
  return (
    ["max_tokens", "model_length"].includes(stopReason) || ["token", "context"].includes(limit?.type ?? "")
  );
}
