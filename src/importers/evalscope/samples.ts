import type { HarnessSample } from "../../contracts/harness-output.ts";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { checked, readJsonLines } from "../files/json.ts";
import { kindOfPath } from "../files/places.ts";
import { scoreOf } from "../files/score.ts";
import { type Prediction, predictionSchema, type Review, reviewSchema } from "./schema.ts";

/** A reviewed answer with the prediction it is about. */
export interface ReviewedSample {
  readonly subset: string;
  readonly review: Review;
  readonly prediction: Prediction | null;
  /** Which of the answers to its question it is. */
  readonly repeat: number;
}

/**
 * All answers to one subset. Both files are in the order in which answers came, so they are joined by `index`.
 *
 * @returns `null` where there is no file of reviews
 */
export async function reviewedSamples(
  subset: string,
  paths: { readonly reviews: string; readonly predictions: string },
): Promise<ReviewedSample[] | null> {
  if ((await kindOfPath(paths.reviews)) !== "file") return null;
  const predictions = await predictionsByIndex(paths.predictions);
  const reviews: Review[] = [];
  for await (const { value, place } of readJsonLines(paths.reviews)) {
    reviews.push(checked(reviewSchema, value, place));
  }
  if (reviews.length === 0) throw new FvalidateError("input", `${paths.reviews} holds no reviews.`);
  const times = new Map<string, number>();
  return reviews
    .sort((one, other) => one.index - other.index)
    .map((review) => {
      const question = questionOf(review);
      // Early versions do not number the answers to one question; they are asked for one behind the other.
      const repeat = review.sample_score.generation_index ?? times.get(question) ?? 0;
      times.set(question, repeat + 1);
      return { subset, review, repeat, prediction: predictions.get(review.index) ?? null };
    });
}

function questionOf({ index, sample_score: { group_id, sample_id } }: Review): string {
  return String(group_id ?? sample_id ?? index);
}

async function predictionsByIndex(path: string): Promise<Map<number, Prediction>> {
  const found = new Map<number, Prediction>();
  if ((await kindOfPath(path)) !== "file") return found;
  for await (const { value, place } of readJsonLines(path)) {
    const prediction = checked(predictionSchema, value, place);
    found.set(prediction.index, prediction);
  }
  return found;
}

/** @param key the metric's name among the sample's values */
export function sampleOf({ subset, review, repeat, prediction }: ReviewedSample, key: string): HarnessSample {
  const { score } = review.sample_score;
  const [choice] = prediction?.model_output?.choices ?? [];
  const { extracted_prediction: extracted } = score;
  return {
    id: `${subset}/${questionOf(review)}`,
    contentSha256: contentHash(review),
    repeat,
    ...outcomeOf(review, key),
    reply: replyOf(review),
    prediction: typeof extracted === "string" && extracted.trim() !== "" ? extracted : null,
    unparsed: typeof extracted === "string" && extracted.trim() === "",
    gold: goldOf(review),
    truncated: choice?.stop_reason == null ? null : choice.stop_reason === "max_tokens",
    category: subset,
    cluster: null,
    completionTokens: prediction?.model_output?.usage?.output_tokens ?? null,
  };
}

/** A score that could not be made (a judge that failed) has no value and a status that says so. */
function outcomeOf({ sample_score: { score } }: Review, key: string): Pick<HarnessSample, "score" | "error"> {
  const isUsable = score.status == null || score.status === "success" || Object.hasOwn(score.value, key);
  return isUsable ? scoreOf(score.value[key]) : { score: null, error: `not scored: ${score.status}` };
}

/** What was sent, as roles and contents: the messages' ids differ in every run. */
function contentHash(review: Review): string | null {
  const asked = (review.messages ?? []).filter((_, i, all) => i < firstAnswer(all));
  const content = asked.map(({ role, content }) => [role, content]);
  if (content.length > 0) return sha256(JSON.stringify([content, goldOf(review)]));
  return typeof review.input === "string" ? sha256(JSON.stringify([review.input, goldOf(review)])) : null;
}

/** Few-shot examples may be turns of their own; what the model wrote is marked as generated. */
function firstAnswer(messages: readonly { readonly role: string; readonly source?: unknown }[]): number {
  const generated = messages.findIndex((message) => message.source === "generate");
  if (generated !== -1) return generated;
  const last = messages.map(({ role }) => role).lastIndexOf("assistant");
  return last === -1 ? messages.length : last;
}

function replyOf({ messages, sample_score: { score } }: Review): string | null {
  const answer = (messages ?? []).at(-1);
  if (answer?.role === "assistant" && typeof answer.content === "string") return answer.content;
  return typeof score.prediction === "string" ? score.prediction : null;
}

function goldOf({ target }: Review): string | null {
  if (target === null || target === undefined) return null;
  return typeof target === "string" ? target : target.join(" | ");
}
