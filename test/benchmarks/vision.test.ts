import { benchmarkConformance } from "./conformance.ts";
import { VISION_BENCHMARKS } from "./vision-material.ts";

for (const { benchmark, rows, goldReply } of VISION_BENCHMARKS)
  benchmarkConformance(benchmark, { rows, goldReply });
