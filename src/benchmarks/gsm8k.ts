import type {
  Benchmark,
  DataRow,
  HubDataSet,
  Message,
  Question,
  QuestionContext,
} from "../contracts/benchmark.ts";
import { scoreGsm8k } from "./gsm8k/score.ts";
import { filledText, rowProblem } from "./rows/cells.ts";

/** What follows `####` in the published answer. */
type Gsm8kGold = string;

const COLUMNS = ["question", "answer"];
const INSTRUCTION = "Please reason step by step, and put your final answer within \\boxed{}.";

const huggingFace = (split: string): HubDataSet => ({
  id: "openai/gsm8k",
  files: [`main/${split}-*.parquet`],
});
const modelScope = (split: string): HubDataSet => ({
  id: "AI-ModelScope/gsm8k",
  files: [`main/${split}-*.parquet`],
});

/** Grade-school problems with worked examples. */
export const gsm8k: Benchmark<Gsm8kGold> = {
  name: "gsm8k",
  cardName: "GSM8K",
  description: "GSM8K: 1319 grade-school problems in words, each with a number for an answer.",
  modality: "text",
  questions: {
    huggingFace: huggingFace("test"),
    modelScope: modelScope("test"),
    columns: COLUMNS,
    rows: 1319,
  },
  shots: { huggingFace: huggingFace("train"), modelScope: modelScope("train"), columns: COLUMNS, rows: 7473 },
  numFewshot: 8,
  templates: {
    "lm-eval":
      "lm-eval's gsm8k: Question and Answer, after the first examples of the training split with their steps.",
    evalscope:
      "evalscope's gsm8k: the examples' reasoning, then the problem with the answer asked for in a box.",
  },
  extractions: ["official", "strict"],
  sampling: { temperature: 0, maxTokens: 2048 },
  aggregation: "micro",
  question(row: DataRow, context: QuestionContext): Question<Gsm8kGold> {
    const examples = context.shots.slice(0, context.numFewshot);
    const text = context.template === "evalscope" ? evalscopeText(row, examples) : lmEvalText(row, examples);
    return {
      id: String(row.index),
      category: null,
      cluster: null,
      messages: [{ role: "user", parts: [{ kind: "text", text }] }] satisfies Message[],
      gold: solved(row).answer,
    };
  },
  score: (reply, { gold }, extraction) => scoreGsm8k(reply, gold, extraction),
};

function lmEvalText(row: DataRow, examples: readonly DataRow[]): string {
  const shown = examples.map(
    (example) => `Question: ${filledText(example, "question")}\nAnswer: ${filledText(example, "answer")}\n\n`,
  );
  return `${shown.join("")}Question: ${filledText(row, "question")}\nAnswer:`;
}

function evalscopeText(row: DataRow, examples: readonly DataRow[]): string {
  const shown = examples.map((example) => {
    const { reasoning, answer } = solved(example);
    return `${filledText(example, "question")}\n\nReasoning:\n${reasoning}\n\nANSWER: \\boxed{${answer}}`;
  });
  const asked = `${filledText(row, "question")}\n${INSTRUCTION}`;
  return shown.length === 0
    ? asked
    : `Here are some examples of how to solve similar problems:\n\n${shown.join("\n\n")}\n\n${asked}`;
}

/** The published answer is a solution, `####`, and the number. */
function solved(row: DataRow): { reasoning: string; answer: string } {
  const text = filledText(row, "answer");
  const at = text.lastIndexOf("####");
  const answer = at === -1 ? "" : text.slice(at + "####".length).trim();
  if (!/\d/.test(answer)) throw rowProblem(row, "has no number after #### in answer");
  return { reasoning: text.slice(0, at).trim(), answer };
}
