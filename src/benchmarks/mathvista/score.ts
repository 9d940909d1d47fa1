import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { flagevalChoice, isRejected } from "../extraction/flageval-choice.ts";
import { lastBoxed } from "../math/boxed.ts";
import { letterAt } from "../math/pictured-text.ts";
import { replyText } from "../math/reply-text.ts";
import { extractedAnswer } from "./extract.ts";
import { flagevalOpenAnswer } from "./flageval.ts";
import { type MathVistaGold, MULTIPLE_CHOICE, normalised } from "./normalise.ts";

const NOTHING: Score = { prediction: null, score: 0 };
/** A line that is an answer by itself is no longer. */
const LONGEST_LINE = 200;

export function scoreMathVista(reply: string, gold: MathVistaGold, extraction: Extraction): Score {
  const answer = replyText(reply);
  if (answer === null || answer.trim() === "") return NOTHING;
  if (extraction === "flageval") return flagevalScore(answer, gold);
  const extracted = extraction === "strict" ? stated(answer, gold) : extractedAnswer(answer, gold);
  const prediction = extracted === null ? null : normalised(extracted, gold);
  return { prediction, score: prediction !== null && prediction === gold.answer ? 1 : 0 };
}

/** FlagEvalMM asks for the right choice's letter, and for an open answer's exact text. */
function flagevalScore(reply: string, gold: MathVistaGold): Score {
  if (isRejected(reply)) return NOTHING;
  const multipleChoice = gold.questionType === MULTIPLE_CHOICE;
  const prediction = multipleChoice ? flagevalChoice(reply) : flagevalOpenAnswer(reply, gold);
  const right = multipleChoice ? letterOf(gold).toUpperCase() : gold.answer;
  return prediction === null || prediction === ""
    ? NOTHING
    : { prediction, score: prediction === right ? 1 : 0 };
}

function letterOf({ answer, choices }: MathVistaGold): string {
  const index = choices.indexOf(answer);
  return index === -1 ? answer : letterAt(index);
}

/** What a box holds, or what stands behind the last `ANSWER:`, or a last line that is nothing but an answer. */
function stated(reply: string, gold: MathVistaGold): string | null {
  const boxed = lastBoxed(reply);
  const line = reply.trimEnd().slice(-LONGEST_LINE).split("\n").at(-1)?.trim() ?? "";
  const text = (boxed ?? line.replace(/^\**answer\s*[:：]\s*\**/i, "")).replace(/\**[.。]?\**$/, "").trim();
  if (gold.questionType !== MULTIPLE_CHOICE) return normalised(text, gold) === null ? null : text;
  if (gold.choices.includes(text)) return text;
  const letter = /^\(?([A-Za-z])\)?$/.exec(text)?.[1]?.toUpperCase();
  return letter === undefined ? null : (gold.choices[letter.charCodeAt(0) - "A".charCodeAt(0)] ?? null);
}
