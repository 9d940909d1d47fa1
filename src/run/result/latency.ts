import { latencyRatio, latencyStatistics } from "../../compare/latency-statistics.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { TimedCalls } from "../time-calls.ts";
import type { ResultParts } from "./build.ts";

/** The times of both arms' calls: those that were timed for themselves, else a recording's, else the run's own. */
export function latencyOf(parts: ResultParts): RunResult["latency"] {
  const { seed } = parts.options;
  const [baseline, candidate] = [callsOf(parts, "baseline"), callsOf(parts, "candidate")];
  return {
    baseline: baseline && { ...latencyStatistics(baseline.milliseconds, seed), source: baseline.source },
    candidate: candidate && { ...latencyStatistics(candidate.milliseconds, seed), source: candidate.source },
    candidateOverBaseline:
      baseline && candidate && latencyRatio(baseline.milliseconds, candidate.milliseconds, seed),
  };
}

function callsOf(
  { timed, journal, participants }: ResultParts,
  role: "baseline" | "candidate",
): TimedCalls | null {
  const channel = participants.inRole(role)?.opened.channel;
  const recorded = channel?.kind === "recording" ? channel.recorded.latency : null;
  const own = { milliseconds: journal.latencies(role), source: "the calls of this run, the first included" };
  const calls =
    timed[role] ?? (recorded && { milliseconds: [...recorded.milliseconds], source: recorded.source }) ?? own;
  return calls.milliseconds.length === 0 ? null : calls;
}
