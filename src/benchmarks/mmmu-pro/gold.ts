import type { Benchmark, DataRow } from "../../contracts/benchmark.ts";
import { mmmuProChoice } from "../extraction/mmmu-choice.ts";
import type { AnswerForm } from "../extraction/strict-choice.ts";
import { optionsCell } from "../rows/cells.ts";
import { goldLetter, labelsOf } from "../rows/letters.ts";
import { type ChoiceGold, scoreChoice } from "../vision/choice.ts";

/** Requests of MMMU-Pro's own prompts, verbatim. */
export const THINK_STEP_BY_STEP =
  "The last line of your response should be of the following format: 'Answer: $LETTER' (without quotes) where LETTER is one of options. Think step by step before answering.";

/** The form of answer that each template asks for. */
const FORMS: Readonly<Record<string, AnswerForm>> = {
  evalscope: "ANSWER: letter",
  cot: "Answer: letter",
  flageval_cot: "Answer: letter",
  official_cot: "Answer: letter",
};

export function mmmuProGold(row: DataRow, template: string, directForm: AnswerForm): ChoiceGold {
  const { options, wrapped } = optionsCell(row, "options");
  const answer = goldLetter(row, "answer", labelsOf(row, options));
  const form = FORMS[template] ?? directForm;
  return { answer, options, form, ...(wrapped ? { wrapped } : {}) };
}

export const mmmuProScore: NonNullable<Benchmark<ChoiceGold>["score"]> = (reply, { gold }, extraction) =>
  scoreChoice(reply, gold, extraction, mmmuProChoice);
