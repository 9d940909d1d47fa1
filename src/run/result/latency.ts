import { latencyRatio, latencyStatistics } from "../../compare/latency-statistics.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { Journal } from "../journal.ts";
import type { Participants } from "../open-stacks.ts";
import type { Role } from "../plan.ts";
import type { TimedCalls } from "../time-calls.ts";

/** The times of each arm's calls; `null` where there are none. */
export interface Calls {
  readonly baseline: TimedCalls | null;
  readonly candidate: TimedCalls | null;
}

/** Where an arm's times can come from. */
export interface CallSources {
  /** Calls that were made for their times alone. */
  readonly timed: Partial<Record<Role, TimedCalls>>;
  readonly recorded: Partial<Record<Role, TimedCalls>>;
  readonly journal: Pick<Journal, "latencies">;
}

export function latencyOf({ baseline, candidate }: Calls, seed: number): RunResult["latency"] {
  return {
    baseline: baseline && { ...latencyStatistics(baseline.milliseconds, seed), source: baseline.source },
    candidate: candidate && { ...latencyStatistics(candidate.milliseconds, seed), source: candidate.source },
    candidateOverBaseline:
      baseline && candidate && latencyRatio(baseline.milliseconds, candidate.milliseconds, seed),
  };
}

/** The times of both arms' calls: those that were timed for themselves, else a recording's, else the run's own. */
export function callsOf(sources: CallSources): Calls {
  return { baseline: callsOfArm(sources, "baseline"), candidate: callsOfArm(sources, "candidate") };
}

function callsOfArm(
  { timed, recorded, journal }: CallSources,
  role: "baseline" | "candidate",
): TimedCalls | null {
  const own = { milliseconds: journal.latencies(role), source: "the calls of this run, the first included" };
  const calls = timed[role] ?? recorded[role] ?? own;
  return calls.milliseconds.length === 0 ? null : calls;
}

/** The times that recordings bring. */
export function recordedLatencyOf(participants: Participants): Partial<Record<Role, TimedCalls>> {
  const found = participants.all.flatMap(({ role, opened: { channel } }) => {
    const latency = channel.kind === "recording" ? channel.recorded.latency : null;
    return latency === null
      ? []
      : [[role, { milliseconds: [...latency.milliseconds], source: latency.source }]];
  });
  return Object.fromEntries(found);
}
