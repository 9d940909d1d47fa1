import type {
  Benchmark,
  DataRow,
  Extraction,
  Message,
  Question,
  QuestionContext,
  Score,
} from "../contracts/benchmark.ts";
import { lastBoxed } from "./math/boxed.ts";
import { isEquivalent } from "./math/equivalent.ts";
import { finalAnswer } from "./math/final-answer.ts";
import { replyText } from "./math/reply-text.ts";
import { filledText, optionalText } from "./rows/cells.ts";

/** The right answer's LaTeX. */
type Math500Gold = string;

const INSTRUCTION = "Please reason step by step, and put your final answer within \\boxed{}.";

const LONGEST_LINE = 300;

/** MATH-500: the part of the MATH test set that OpenAI's process supervision was tested on. */
export const math500: Benchmark<Math500Gold> = {
  name: "math_500",
  cardName: "MATH-500",
  description:
    "MATH-500: competition problems whose answers are numbers, expressions, sets or points in LaTeX.",
  modality: "text",
  questions: {
    huggingFace: { id: "HuggingFaceH4/MATH-500", files: ["test.jsonl"] },
    modelScope: { id: "AI-ModelScope/MATH-500", files: ["test.jsonl"] },
    columns: ["problem", "answer"],
    rows: 500,
  },
  numFewshot: 0,
  templates: {
    evalscope: "evalscope's math_500: the problem, then to reason step by step and to box the answer.",
    qwen: "The same instruction as a system message, as in Qwen2.5-Math's evaluation.",
    "lm-eval": "lm-eval's minerva_math500 without its examples: Problem and Solution.",
  },
  extractions: ["official", "strict"],
  sampling: { temperature: 0, maxTokens: 32768 },
  aggregation: "micro",
  question(row: DataRow, context: QuestionContext): Question<Math500Gold> {
    return {
      id: optionalText(row, "unique_id") ?? String(row.index),
      category: optionalText(row, "subject"),
      cluster: null,
      messages: promptOf(filledText(row, "problem"), context.template),
      gold: filledText(row, "answer"),
    };
  },
  score: (reply, { gold }, extraction) => scored(reply, gold, extraction),
};

function promptOf(problem: string, template: string): readonly Message[] {
  const message = (role: Message["role"], text: string): Message => ({
    role,
    parts: [{ kind: "text", text }],
  });
  if (template === "qwen") return [message("system", INSTRUCTION), message("user", problem)];
  return [
    message(
      "user",
      template === "lm-eval" ? `Problem:\n${problem}\n\nSolution:` : `${problem}\n${INSTRUCTION}`,
    ),
  ];
}

/** `strict` reads the last box alone. */
function scored(reply: string, gold: string, extraction: Extraction): Score {
  const answer = replyText(reply) ?? "";
  const found = extraction === "strict" ? lastBoxed(answer) : finalAnswer(answer);
  if (found === null || found.trim() === "") return { prediction: null, score: 0 };
  const right = isEquivalent(found, gold) || (extraction !== "strict" && isAnswerItself(answer, gold));
  return { prediction: found.trim(), score: right ? 1 : 0 };
}

/** A reply of one short line may be the answer with its words: `odd $n$`. */
function isAnswerItself(reply: string, gold: string): boolean {
  const text = reply.trim();
  return text.length <= LONGEST_LINE && !text.includes("\n") && isEquivalent(text, gold);
}
