import type { RunResult } from "../../contracts/run-result.ts";
import { markdownTable } from "../markdown-table.ts";
import { printFixed } from "../numbers.ts";
import { latencyFigures } from "./latency-figures.ts";

const HEADER = [
  "stack",
  "mean ms",
  "95 % interval",
  "standard deviation",
  "median",
  "p90",
  "p99",
  "min",
  "max",
  "calls",
  "source",
];

/** The times of both arms, and the performance table of the model cards. */
export function latencySections(result: RunResult): string[] {
  const { latency, baseline, candidate } = result;
  const rows = [
    { label: baseline.label, times: latency.baseline },
    { label: candidate.label, times: latency.candidate },
  ].flatMap(({ label, times }) => (times === null ? [] : [[label, ...latencyFigures(times), times.source]]));
  if (rows.length === 0) return [];
  return ["## Latency", markdownTable(HEADER, rows), ...performance(result)];
}

/** As the cards have it: speed, so the baseline's time over the candidate's, in percent; above 100 % is faster. */
function performance({ latency: { candidateOverBaseline }, baseline, candidate }: RunResult): string[] {
  const ratio = candidateOverBaseline?.ratio;
  if (candidateOverBaseline === null || typeof ratio !== "number") return [];
  const [low, high] = candidateOverBaseline.interval;
  const speed = (times: number | string | undefined) =>
    typeof times === "number" ? `${printFixed(100 / times, 2)}%` : "n/a";
  return [
    markdownTable(
      ["Metrics", `${candidate.label} against ${baseline.label}`],
      [[`Speedup Ratio (${candidate.label} / ${baseline.label})`, speed(ratio)]],
    ),
    `By the means; 95 % interval ${speed(high)} to ${speed(low)}.`,
  ];
}
