import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { flagevalChoice, isRejected } from "../extraction/flageval-choice.ts";
import { lastBoxed } from "../math/boxed.ts";
import { replyText } from "../math/reply-text.ts";
import { isEqual } from "./is-equal.ts";
import { flagevalAnswer, type ModelAnswer, officialAnswer } from "./model-answer.ts";

export interface MathVisionGold {
  /** A letter where there are options. */
  readonly answer: string;
  readonly options: readonly string[];
  readonly [key: string]: string | readonly string[];
}

/** A whole reply that no rule shortened is an answer only if it is as short as one. */
const LONGEST_BARE_ANSWER = 100;
const NOTHING: Score = { prediction: null, score: 0 };

export function scoreMathVision(reply: string, gold: MathVisionGold, extraction: Extraction): Score {
  const answer = replyText(reply);
  if (answer === null) return NOTHING;
  if (extraction === "flageval") return flagevalScore(answer, gold);
  return extraction === "strict" ? strictScore(answer, gold) : officialScore(officialAnswer(answer), gold);
}

/** MATH-V takes the letter, and the text of the right option as well. */
function officialScore(answer: ModelAnswer, gold: MathVisionGold): Score {
  return scored(answer, isEqual(gold.answer, answer.text) || isEqual(rightOption(gold), answer.text));
}

/** Only a box is read, and then as MATH-V reads it. */
function strictScore(reply: string, gold: MathVisionGold): Score {
  const boxed = lastBoxed(reply);
  return boxed === null ? NOTHING : officialScore(officialAnswer(`\\boxed{${boxed}}`), gold);
}

/**
 * FlagEvalMM does not know the option's text, but credits a reply that merely holds the right answer: 14 for 4. Where
 * that fails it looks for a letter.
 */
function flagevalScore(reply: string, gold: MathVisionGold): Score {
  if (isRejected(reply)) return NOTHING;
  const answer = flagevalAnswer(reply);
  if (isEqual(gold.answer, answer.text, false) || (answer.text !== "" && answer.text.includes(gold.answer)))
    return scored(answer, true);
  if (gold.options.length === 0) return scored(answer, false);
  const letter = flagevalChoice(reply);
  return { prediction: letter, score: letter === gold.answer.toUpperCase() ? 1 : 0 };
}

function scored(answer: ModelAnswer, right: boolean): Score {
  if (right) return { prediction: answer.text, score: 1 };
  const found = answer.text !== "" && (answer.found || answer.text.length <= LONGEST_BARE_ANSWER);
  return { prediction: found ? answer.text : null, score: 0 };
}

function rightOption({ answer, options }: MathVisionGold): string {
  return options[answer.charCodeAt(0) - "A".charCodeAt(0)] ?? "";
}
