import { aime } from "./aime/benchmark.ts";

export const aime24 = aime(2024, {
  huggingFace: { id: "HuggingFaceH4/aime_2024", files: ["data/train-*.parquet"] },
  modelScope: { id: "evalscope/aime24", files: ["data/test-*.parquet"] },
});
