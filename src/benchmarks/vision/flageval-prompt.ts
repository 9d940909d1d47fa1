import { pythonStrip } from "../../support/python/text.ts";

export type QuestionType = "multiple-choice" | "fill-in-the-blank" | "yes-no" | "open";

export interface FlagevalQuestion {
  readonly question: string;
  readonly options: readonly string[];
  /** Whether there is any picture: one that the text does not place stands before it. */
  readonly hasImage: boolean;
  readonly type: QuestionType;
  readonly before?: string;
  /** What is asked of the answer; FlagEvalMM's own sentence for the type and the language unless told otherwise. */
  readonly after?: string;
}

const CHINESE = /[\u4e00-\u9fff]/;

/** FlagEvalMM's default sentences, verbatim. */
const INSTRUCTIONS: Readonly<Record<"english" | "chinese", Readonly<Record<QuestionType, string>>>> = {
  english: {
    "multiple-choice": "Answer with the option's letter from the given choices directly.",
    "fill-in-the-blank":
      "Complete each blank with a single word or phrase directly. If there is more than one blank, separate your answers with a semicolon (;).",
    "yes-no": "Answer with 'yes' or 'no'.",
    open: "Answer the question using a single word or phrase.",
  },
  chinese: {
    "multiple-choice": "从给定的选项中直接选择答案的字母，不要多余的解释。",
    "fill-in-the-blank":
      "在横线或者空白处直接填上答案，如果有多个空需要填，使用分号(;)分隔。直接给出答案，不需要多余的解释",
    "yes-no": "直接回答'对'或'错'，不需要多余的解释",
    open: "请认真读题并回答。",
  },
};

/** The text that FlagEvalMM asks, with the marks of its pictures. */
export function flagevalPrompt(asked: FlagevalQuestion): string {
  const listed = [asked.question, ...optionLines(asked.options, (label) => `${label}. `)].join("\n");
  const unplaced = asked.hasImage && !listed.includes("<image 1>");
  const question = unplaced ? `<image 1> ${listed}` : listed;
  const language = CHINESE.test(question) ? "chinese" : "english";
  const after = asked.after ?? INSTRUCTIONS[language][asked.type];
  return pythonStrip(`${asked.before ?? ""}${question}\n${after}`);
}

/** One line for each option, with its letter before it. */
export function optionLines(options: readonly string[], before: (label: string) => string): string[] {
  return options.map((option, index) => `${before(String.fromCharCode(65 + index))}${option}`);
}
