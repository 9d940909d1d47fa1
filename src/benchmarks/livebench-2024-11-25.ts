import { liveBenchOf } from "./livebench/benchmark.ts";

/** The newest release all of whose questions are public. */
export const livebench20241125 = liveBenchOf({
  name: "livebench_2024_11_25",
  cardName: "LiveBench-2024-11-25",
  release: "2024-11-25",
  rows: 1000,
});
