import type { Extraction, ImageSource, Message, Part, Score } from "../../contracts/benchmark.ts";
import { flagevalChoice } from "../extraction/flageval-choice.ts";
import { lettersFor } from "../extraction/letters.ts";
import type { ParsedChoice } from "../extraction/mmmu-choice.ts";
import { withoutReasoning } from "../extraction/reasoning.ts";
import { type AnswerForm, strictChoice } from "../extraction/strict-choice.ts";

/** All that scoring a multiple-choice question needs. */
export type ChoiceGold = {
  /** The right option's letter. */
  readonly answer: string;
  /** The options' texts; letters alone decide where they are in the picture. */
  readonly options: readonly string[];
  /** The form in which the prompt asked for the letter. */
  readonly form: AnswerForm;
  /** Whether the data set wraps the options in another list, so that the official code sees one of them. */
  readonly wrapped?: true;
};

/** Takes a letter from a reply whose reasoning is gone. */
export type OfficialChoice = (
  answer: string,
  labels: readonly string[],
  options: readonly string[],
) => ParsedChoice;

/** Scores a multiple-choice reply: all of the point for the right letter. */
export function scoreChoice(
  reply: string,
  gold: ChoiceGold,
  extraction: Extraction,
  official: OfficialChoice,
): Score {
  const { answer, unclosed } = withoutReasoning(reply);
  if (unclosed) return NO_ANSWER;
  if (extraction === "flageval") return letterScore(flagevalChoice(answer), gold.answer);
  const labels = lettersFor(gold.options);
  if (extraction === "strict") return letterScore(strictChoice(answer, labels, gold.form), gold.answer);
  const { letter, guesses } =
    gold.wrapped === true ? official(answer, ["A"], []) : official(answer, labels, gold.options);
  return guesses ? { ...NO_ANSWER, wouldGuess: true } : letterScore(letter, gold.answer);
}

/** A reply that holds no answer. */
export const NO_ANSWER: Score = { prediction: null, score: 0 };

export function letterScore(prediction: string | null, answer: string): Score {
  return { prediction, score: prediction === answer ? 1 : 0 };
}

/** Pictures in their order. */
export function imageParts(images: Iterable<ImageSource>): Part[] {
  return [...images].map((image) => ({ kind: "image", image }));
}

/** One message of the user. */
export function asked(parts: readonly Part[]): Message[] {
  return [{ role: "user", parts }];
}
