import { gpqaBenchmark } from "./gpqa/benchmark.ts";

export const gpqaDiamond = gpqaBenchmark({
  name: "gpqa_diamond",
  cardName: "GPQA-Diamond",
  description: "Graduate-level science that a web search does not answer: the 198 questions of best quality.",
  file: "gpqa_diamond",
  rows: 198,
  modelScope: { id: "AI-ModelScope/gpqa_diamond", files: ["gpqa_diamond.csv"] },
});
