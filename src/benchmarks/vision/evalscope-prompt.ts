import { optionLines } from "./flageval-prompt.ts";

/** evalscope's text for one right option, with its request to think first; verbatim. */
export function evalscopeChoicePrompt(question: string, options: readonly string[]): string {
  const lines = optionLines(options, (label) => `${label}) `);
  return `Answer the following multiple choice question. The last line of your response should be of the following format: 'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of ${letterList(options.length)}. Think step by step before answering.\n\n${question}\n\n${lines.join("\n")}`;
}

/** As `A,B,C`. */
export function letterList(count: number): string {
  return Array.from({ length: count }, (_, index) => String.fromCharCode(65 + index)).join(",");
}
