import type { Benchmark } from "../contracts/benchmark.ts";
import { type MmmuGold, mmmuQuestion } from "./mmmu/question.ts";
import { mmmuScore } from "./mmmu/score.ts";

/** MMMU's validation split. Open questions are part of it. */
export const mmmu: Benchmark<MmmuGold> = {
  name: "mmmu",
  cardName: "MMMU",
  description: "College-level questions with pictures in 30 subjects; the validation split.",
  modality: "vision",
  questions: {
    huggingFace: { id: "lmms-lab/MMMU", files: ["data/validation-*.parquet"] },
    modelScope: { id: "AI-ModelScope/MMMU", files: ["*/validation-*.parquet"] },
    columns: ["id", "question", "options", "answer", "question_type"],
    rows: 900,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: options as `A. …`, the letter alone or a word or phrase asked for.",
    official: "The MMMU repository's: options as `(A) …`, the same request.",
    evalscope: "evalscope's: thinks first, then a last line `ANSWER: …`.",
  },
  extractions: ["official", "flageval", "strict"],
  sampling: { temperature: 0, maxTokens: 4096 },
  aggregation: "micro",
  question: mmmuQuestion,
  score: (reply, { gold }, extraction) => mmmuScore(reply, gold, extraction),
};
