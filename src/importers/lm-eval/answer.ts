import { isRecord } from "../files/json.ts";
import type { LoggedSample } from "./schema.ts";

/** What a sample's log tells of the answer. */
export interface LoggedAnswer {
  readonly reply: string | null;
  readonly prediction: string | null;
  readonly unparsed: boolean;
}

/** What a filter gives where it found nothing. */
const NOTHING_FOUND = "[invalid]";

/**
 * The reply of a question that was generated once, and what the filter took from it; of a multiple-choice question that
 * was scored by likelihoods, the choice that is the likeliest under the metric.
 */
export function answerOf(sample: LoggedSample, metric: string): LoggedAnswer {
  const likelihoods = sample.filtered_resps.map(likelihoodOf);
  const known = likelihoods.filter((likelihood) => likelihood !== null);
  if (known.length > 1 && known.length === likelihoods.length)
    return { reply: null, prediction: likeliest(sample, known, metric), unparsed: false };
  const [first] = sample.filtered_resps;
  const found = typeof first === "string" ? first : null;
  const unparsed = found === NOTHING_FOUND;
  return { reply: replyOf(sample), prediction: unparsed ? null : found, unparsed };
}

/** Which of several replies was scored is the filter's matter. */
function replyOf({ resps }: LoggedSample): string | null {
  const [replies] = resps;
  if (!Array.isArray(replies) || replies.length !== 1 || resps.length !== 1) return null;
  return typeof replies[0] === "string" ? replies[0] : null;
}

/** Written as `[log-likelihood, is greedy]`, each as text in some versions. */
function likelihoodOf(response: unknown): number | null {
  if (!Array.isArray(response) || response.length !== 2) return null;
  const likelihood = Number(response[0]);
  return Number.isNaN(likelihood) ? null : likelihood;
}

function likeliest(sample: LoggedSample, likelihoods: readonly number[], metric: string): string | null {
  const choices = continuationsOf(sample);
  if (choices.length !== likelihoods.length || !Object.hasOwn(LENGTHS, metric)) return null;
  const lengthOf = LENGTHS[metric] ?? (() => 1);
  const values = likelihoods.map((likelihood, i) => likelihood / lengthOf(choices[i] ?? ""));
  return choices[values.indexOf(Math.max(...values))] ?? null;
}

/** What the likelihood is divided by: nothing, characters, bytes. The blank before a choice is not counted. */
const LENGTHS: Readonly<Record<string, (choice: string) => number>> = {
  acc: () => 1,
  acc_norm: (choice) => Array.from(choice).length,
  acc_bytes: (choice) => Buffer.byteLength(choice),
};

function continuationsOf({ arguments: requests }: LoggedSample): string[] {
  if (!isRecord(requests)) return [];
  return Object.values(requests).flatMap((request) => {
    const continuation = isRecord(request) ? request["arg_1"] : null;
    return typeof continuation === "string" ? [continuation.replace(/^\s/, "")] : [];
  });
}
