import type { Benchmark, DataRow, Question, QuestionContext } from "../contracts/benchmark.ts";
import { promptOf, TEMPLATES } from "./math-vision/prompts.ts";
import { type MathVisionGold, scoreMathVision } from "./math-vision/score.ts";
import { filledText, optionalText, optionalTexts } from "./rows/cells.ts";
import { requiredImage } from "./rows/pictures.ts";

/** MATH-Vision: competition problems about a picture, half of them with options. */
export const mathVision: Benchmark<MathVisionGold> = {
  name: "math_vision",
  cardName: "MathVision",
  description: "MATH-Vision: 3040 competition problems about a picture, half of them with five options.",
  modality: "vision",
  questions: {
    huggingFace: { id: "MathLLMs/MathVision", files: ["data/test-*.parquet"] },
    modelScope: { id: "evalscope/MathVision", files: ["data/test-*.parquet"] },
    columns: ["id", "question", "options", "answer", "image"],
    rows: 3040,
  },
  numFewshot: 0,
  templates: TEMPLATES,
  extractions: ["flageval", "official", "strict"],
  sampling: { temperature: 0, maxTokens: 32768 },
  aggregation: "micro",
  question(row: DataRow, context: QuestionContext): Question<MathVisionGold> {
    const problem = {
      question: filledText(row, "question"),
      options: optionalTexts(row, "options"),
      image: requiredImage(row, "decoded_image", "image"),
    };
    return {
      id: filledText(row, "id"),
      category: optionalText(row, "subject"),
      cluster: null,
      messages: promptOf(problem, context.template),
      gold: { answer: filledText(row, "answer"), options: problem.options },
    };
  },
  score: (reply, { gold }, extraction) => scoreMathVision(reply, gold, extraction),
};
