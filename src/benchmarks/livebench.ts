import { liveBenchOf } from "./livebench/benchmark.ts";

/** The release whose size is that of FlagEval's `livebench_new`. */
export const livebench = liveBenchOf({
  name: "livebench",
  cardName: "LiveBench",
  release: "2024-06-24",
  rows: 910,
});
