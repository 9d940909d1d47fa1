import type { Benchmark } from "../contracts/benchmark.ts";
import { mmVetJudging } from "./mm-vet-v2/judging.ts";
import { type MmVetGold, mmVetQuestion } from "./mm-vet-v2/question.ts";

/** MM-Vet v2: another model grades each reply. Both arms need the same one. */
export const mmVetV2: Benchmark<MmVetGold> = {
  name: "mm_vet_v2",
  cardName: "MM-Vet v2",
  description: "Open questions that need several abilities at once; graded by another model.",
  modality: "vision",
  questions: {
    huggingFace: { id: "whyu/mm-vet-v2", files: ["data/test-*.parquet"] },
    modelScope: null,
    columns: ["id", "question", "answer", "capability"],
    rows: 517,
  },
  numFewshot: 0,
  templates: {
    flageval: "FlagEvalMM's: the question with its pictures, and nothing else.",
    official: "The MM-Vet repository's: the same under a system message that asks for a short reply.",
  },
  extractions: ["official"],
  sampling: { temperature: 0, maxTokens: 1024 },
  aggregation: "micro",
  question: mmVetQuestion,
  judging: mmVetJudging,
};
