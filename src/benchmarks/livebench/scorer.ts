import type { Score } from "../../contracts/benchmark.ts";

/** What scoring a reply to LiveBench needs. */
export type LiveBenchGold = {
  /** One of `SCORERS`. */
  readonly scorer: string;
  readonly answer: string;
  /** The text of the right option, where options have texts. */
  readonly value: string | null;
};

/**
 * What a reply without its reasoning is worth, as LiveBench's function of the same task says (b0fb577).
 * @throws ScoringFailure where that function raises; LiveBench counts 0 then
 */
export type LiveBenchScorer = (reply: string, gold: LiveBenchGold) => Score;

/** LiveBench's own code raises here, because it does not know what to do with the reply. */
export class ScoringFailure extends Error {
  override readonly name = "ScoringFailure";
}

/** Enough of a long answer to tell it from another one. */
const KEPT_CHARACTERS = 500;

/** A prediction for the record: `null` for a blank one, which is worth nothing. */
export function scored(prediction: string | null, score: number): Score {
  if (prediction === null || prediction.trim() === "") return { prediction: null, score: 0 };
  return { prediction: prediction.slice(0, KEPT_CHARACTERS), score: Math.min(score, 1) };
}

/** The score of answers in a row: half for all of them together, half for the part that is right. */
export function scoreOfParts(right: number, total: number): number {
  return ((right === total ? 1 : 0) + right / total) / 2;
}
