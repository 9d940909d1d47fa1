import { aime } from "./aime/benchmark.ts";

export const aime25 = aime(2025, {
  huggingFace: { id: "math-ai/aime25", files: ["*.jsonl"] },
  modelScope: { id: "evalscope/aime25", files: ["*.jsonl"] },
});
