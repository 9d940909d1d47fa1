import { labelledLines, labelsFor } from "./labels.ts";

/** A solved question in front of the one that is asked. */
export interface SolvedQuestion {
  readonly question: string;
  readonly choices: readonly string[];
  readonly label: string;
}

/** evalscope's `SINGLE_ANSWER_TEMPLATE_COT`, after its `FEW_SHOT_TEMPLATE` where there are examples (1.14.1). */
export function evalscopePrompt(
  question: string,
  choices: readonly string[],
  examples: readonly SolvedQuestion[] = [],
): string {
  const asked = [
    `Answer the following multiple choice question. ${answerFormat(choices.length)}`,
    question,
    labelledLines(choices, ") "),
  ].join("\n\n");
  if (examples.length === 0) return asked;
  const shown = examples.map((one) =>
    [one.question, labelledLines(one.choices, ") "), `ANSWER: ${one.label}`].join("\n"),
  );
  return `Here are some examples of how to answer similar questions:\n\n${shown.join("\n\n")}\n\n${asked}`;
}

/** The sentences that ask for the last line `ANSWER: [LETTER]`. */
export function answerFormat(choices: number): string {
  const letters = labelsFor(choices).join(",");
  return `The last line of your response should be of the following format: 'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of ${letters}. Think step by step before answering.`;
}
