import type { ImageSource, Message, Part } from "../../contracts/benchmark.ts";
import { evalscopeChoicePrompt, evalscopeOpenPrompt } from "../math/pictured-text.ts";

export const TEMPLATES = {
  flageval: "FlagEvalMM's task math_vista: the picture, the data set's query, then how to answer.",
  official: "The data set's query with its hint, then the picture.",
  evalscope: "evalscope's math_vista: the question with its choices, and a chain of thought.",
} as const;

export interface Problem {
  readonly question: string;
  /** The ready prompt of the data set. */
  readonly query: string;
  readonly choices: readonly string[];
  readonly multipleChoice: boolean;
  readonly image: ImageSource;
}

/** FlagEvalMM's closing sentence for each kind of question, in the question's language. */
const CLOSING = {
  english: {
    choice: "Answer with the option's letter from the given choices directly.",
    open: "Answer the question using a single word or phrase.",
  },
  chinese: { choice: "从给定的选项中直接选择答案的字母，不要多余的解释。", open: "请认真读题并回答。" },
} as const;

/** @param template one of TEMPLATES; any other is taken for the first */
export function promptOf(problem: Problem, template: string): readonly Message[] {
  return [{ role: "user", parts: partsOf(problem, template) }];
}

function partsOf(problem: Problem, template: string): readonly Part[] {
  const image: Part = { kind: "image", image: problem.image };
  if (template === "official") return [{ kind: "text", text: problem.query }, image];
  if (template === "evalscope") return [{ kind: "text", text: evalscopeText(problem) }, image];
  return [image, { kind: "text", text: flagevalText(problem) }];
}

function evalscopeText({ question, choices, multipleChoice }: Problem): string {
  return multipleChoice ? evalscopeChoicePrompt(question, choices) : evalscopeOpenPrompt(question);
}

function flagevalText({ query, multipleChoice }: Problem): string {
  const closing = CLOSING[/[\u4e00-\u9fff]/.test(query) ? "chinese" : "english"];
  return ` ${query}\n${multipleChoice ? closing.choice : closing.open}`;
}
