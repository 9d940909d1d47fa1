import { withoutReasoning } from "../../../benchmarks/extraction/reasoning.ts";
import type { Benchmark, Extraction, Json, Score } from "../../../contracts/benchmark.ts";
import type { AnsweredSample, Sample } from "../../accuracy/sample.ts";
import type { AnsweredRecord, JournalRecord } from "../journal/record.ts";

/** A grader's verdict on a reply, from 0 to 1; `null` where it gave none. */
export type VerdictOf = (question: { readonly gold: Json }, reply: string) => number | null;

/** The answer of a reply, its reasoning left out: nothing at all where the reasoning never ended. */
export function answerOf({ text }: Pick<AnsweredRecord, "text">): string {
  return withoutReasoning(text).answer;
}

/** Scores one journal record; a failed request is an error and never a wrong answer. */
export function scoreSample(
  record: JournalRecord,
  question: { readonly gold: Json },
  by: { benchmark: Benchmark; extraction: Extraction; verdictOf: VerdictOf },
): Sample {
  if (record.state === "errored") return { state: "error", message: record.message };
  const score = scoreReply(answerOf(record), question, by);
  if (score === null) return { state: "error", message: "The judge gave no verdict." };
  return {
    state: stateOf(record, score),
    score: score.score,
    prediction: score.prediction,
    wouldGuess: score.wouldGuess ?? false,
    record,
  };
}

function scoreReply(
  answer: string,
  question: { readonly gold: Json },
  by: { benchmark: Benchmark; extraction: Extraction; verdictOf: VerdictOf },
): Score | null {
  if (by.benchmark.score !== undefined) return by.benchmark.score(answer, question, by.extraction);
  if (answer.trim() === "") return { prediction: null, score: 0 };
  const verdict = by.verdictOf(question, answer);
  return verdict === null ? null : { prediction: String(verdict), score: verdict };
}

/** A reply that was cut is named so, whether or not an answer was found in it. */
function stateOf({ finishReason }: AnsweredRecord, { prediction }: Score): AnsweredSample["state"] {
  if (finishReason === "length") return "truncated";
  return prediction === null ? "unparsed" : "scored";
}
