import type { ImageSource, Part } from "../../contracts/benchmark.ts";

/**
 * Text with a picture in the places that a marker holds, as FlagEvalMM sends it: parts of white space alone are left
 * out, and the picture follows the text where no marker stands.
 * @param marker matches the marks to be replaced by the picture; global
 */
export function withPicture(text: string, marker: RegExp, image: ImageSource): Part[] {
  const texts = text.split(marker);
  const parts = texts.flatMap((piece, index): Part[] => [
    ...(index === 0 ? [] : [{ kind: "image" as const, image }]),
    ...(piece.trim() === "" ? [] : [{ kind: "text" as const, text: piece }]),
  ]);
  return texts.length > 1 ? parts : [...parts, { kind: "image", image }];
}

/** Options as lines, each with its letter. */
export function optionLines(
  options: readonly string[],
  format: (letter: string, option: string) => string,
): string {
  return options.map((option, index) => format(letterAt(index), option)).join("\n");
}

/** `A` for 0. */
export function letterAt(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}

/** evalscope's prompt for a question with options that is to be thought about first. */
export function evalscopeChoicePrompt(question: string, options: readonly string[]): string {
  const letters = options.map((_, index) => letterAt(index)).join(",");
  const choices = optionLines(options, (letter, option) => `${letter}) ${option}`);
  return `Answer the following multiple choice question. The last line of your response should be of the following format: 'ANSWER: [LETTER]' (without quotes) where [LETTER] is one of ${letters}. Think step by step before answering.\n\n${question}\n\n${choices}`;
}

/** evalscope's prompt for a question about a picture that has no options. */
export function evalscopeOpenPrompt(question: string): string {
  return `${question}\nPlease reason step by step, and put your final answer within \\boxed{} without units.`;
}
