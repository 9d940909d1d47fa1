import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Role } from "./plan.ts";
import type { Questions } from "./questions.ts";

/** How many calls are timed, and how many are made first and not counted. */
export interface LatencyCalls {
  readonly warmup: number;
  readonly iterations: number;
}

/** The times of calls that were made one after the other, in milliseconds. */
export interface TimedCalls {
  readonly milliseconds: readonly number[];
  /** How they were made, for the report. */
  readonly source: string;
}

/** So many different observations take turns, so that no call can be answered from a cache of the one before. */
export const TIMED_OBSERVATIONS = 4;

/**
 * Times calls of running stacks, the sessions one after the other so that they do not disturb each other.
 * @throws FvalidateError when a call fails or when it is stopped
 */
export async function timeCalls(request: {
  sessions: Partial<Record<Role, PolicySession>>;
  questions: Questions;
  calls: LatencyCalls;
  signal: AbortSignal;
  /** Where the times go. */
  timed: Partial<Record<Role, TimedCalls>>;
  onProgress?(done: number, total: number): void;
}): Promise<void> {
  const { sessions, questions, calls, signal, timed } = request;
  const { warmup, iterations } = calls;
  for (const role of ["baseline", "candidate"] as const) {
    const session = sessions[role];
    if (session === undefined) continue;
    const milliseconds: number[] = [];
    for (let call = 0; call < warmup + iterations; call += 1) {
      if (signal.aborted)
        throw new FvalidateError("interrupted", "The run was stopped while calls were timed.");
      const observation = call % Math.min(TIMED_OBSERVATIONS, questions.observations);
      const question = await questions.question({ role, observation, pass: 0, perturbation: null });
      const { latencyMilliseconds } = await session.ask(question, signal);
      if (call >= warmup && latencyMilliseconds !== null) milliseconds.push(latencyMilliseconds);
      request.onProgress?.(call + 1, warmup + iterations);
    }
    // A replayed answer has no time; a recording reports the times that it brings.
    if (milliseconds.length === 0) continue;
    const source = `${iterations} calls one after the other, after ${warmup} for warm-up`;
    timed[role] = { milliseconds, source };
  }
}
