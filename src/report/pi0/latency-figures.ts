import type { RunResult } from "../../contracts/run-result.ts";
import { printNumber } from "../numbers.ts";

/** What is known of the calls of one arm. */
export type Times = NonNullable<RunResult["latency"]["baseline"]>;

/** Mean, its 95 % interval, standard deviation, median, p90, p99, least, greatest (all in milliseconds), and calls. */
export function latencyFigures(times: Times): string[] {
  const bounds = times.meanIntervalMilliseconds;
  return [
    printNumber(times.meanMilliseconds, 4),
    bounds === null ? "n/a" : bounds.map((bound) => printNumber(bound, 4)).join(" to "),
    printNumber(times.standardDeviationMilliseconds, 4),
    printNumber(times.medianMilliseconds, 4),
    printNumber(times.p90Milliseconds, 4),
    printNumber(times.p99Milliseconds, 4),
    printNumber(times.minMilliseconds, 4),
    printNumber(times.maxMilliseconds, 4),
    String(times.calls),
  ];
}
