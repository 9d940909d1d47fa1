import { gpqaBenchmark } from "./gpqa/benchmark.ts";

export const gpqaMain = gpqaBenchmark({
  name: "gpqa_main",
  cardName: "GPQA-Main",
  description: "Graduate-level science that a web search does not answer: the main set, diamond included.",
  file: "gpqa_main",
  rows: 448,
  modelScope: null,
});
