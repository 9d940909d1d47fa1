import type { Extraction, Score } from "../../contracts/benchmark.ts";
import { flagevalChoice } from "../extraction/flageval-choice.ts";
import { withoutReasoning } from "../extraction/reasoning.ts";

/** How a template's own harness, and the strictest reader, take a label from a reply without its reasoning. */
export interface ChoiceReaders {
  readonly official: (answer: string) => string | null;
  readonly strict: (answer: string) => string | null;
}

/** One point for the gold label, in the given way of reading. */
export function scoreChoice(
  reply: string,
  label: string,
  extraction: Extraction,
  readers: ChoiceReaders,
): Score {
  const { answer } = withoutReasoning(reply);
  const read = extraction === "flageval" ? flagevalChoice : readers[extraction];
  const prediction = read(answer);
  return { prediction, score: prediction === label ? 1 : 0 };
}

/** All three, in the order of preference. */
export const CHOICE_EXTRACTIONS = ["official", "flageval", "strict"] as const;
