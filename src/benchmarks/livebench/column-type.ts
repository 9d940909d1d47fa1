import { PYTHON_WORD, pythonStrip } from "../../support/python/text.ts";
import { lastBoxed, plainBox } from "./boxed.ts";
import { type LiveBenchScorer, ScoringFailure, scored } from "./scorer.ts";

const NO_WORD = new RegExp(`[^${PYTHON_WORD}]`, "gu");

/** The type of a table's column (cta): letters and digits at the reply's end, or in its box, are those of the type. */
export const scoreColumnType: LiveBenchScorer = (reply, { answer }) => {
  const gold = lettersOf(answer);
  const found = lettersOf(reply.includes("\\boxed{") ? boxedText(reply) : reply);
  return found.endsWith(gold) ? scored(answer, 1) : scored(found.slice(-100), 0);
};

function boxedText(reply: string): string {
  const boxed = lastBoxed(reply);
  if (boxed === null) throw new ScoringFailure("a box that is never closed");
  return plainBox(boxed);
}

function lettersOf(text: string): string {
  return pythonStrip(text.toLowerCase()).replace(NO_WORD, "");
}
