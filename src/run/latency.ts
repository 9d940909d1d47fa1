import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LatencyStatistics, latencyStatistics } from "../compare/latency-statistics.ts";
import type { OpenStack } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import { type Suite, stackEntry } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { encodeNpy } from "../tensors/npy.ts";
import { createSeededCapsule } from "./capsule/index.ts";
import { bringUp } from "./lives/live-stack.ts";
import { openEntry } from "./open-stacks.ts";
import type { Role } from "./plan.ts";
import { capsuleQuestions } from "./questions.ts";
import { sessionWith } from "./sessions.ts";
import { TIMED_OBSERVATIONS, type TimedCalls, timeCalls } from "./time-calls.ts";

export interface LatencyRequest {
  readonly suite: Suite;
  readonly stack: string;
  readonly profile: Profile;
  /** Calls that are made first and not counted. */
  readonly warmup: number;
  readonly iterations: number;
  readonly seed: number;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** Told what happens to a stack that is started and stopped. */
  onNote(line: string): void;
}

/** The times of one stack's calls, and where they come from. */
export interface MeasuredLatency {
  readonly stack: string;
  readonly source: string;
  readonly milliseconds: readonly number[];
  readonly statistics: LatencyStatistics;
}

/**
 * Times the calls of a live stack, one after the other, or reports the times that a recording brings.
 * @throws FvalidateError of kind `stack` when a call fails, of kind `comparison` for a recording without times
 */
export async function measureLatency(request: LatencyRequest): Promise<MeasuredLatency> {
  const { suite, stack, seed } = request;
  await using opened = await openEntry(stackEntry(suite, stack), { stack });
  const { source, milliseconds } =
    opened.channel.kind === "recording" ? recorded(opened, stack) : await timed(request, opened);
  return { stack, source, milliseconds, statistics: latencyStatistics(milliseconds, seed) };
}

function recorded({ channel }: OpenStack, stack: string): { source: string; milliseconds: number[] } {
  const latency = channel.kind === "recording" ? channel.recorded.latency : null;
  if (latency === null) {
    throw new FvalidateError("comparison", `The recording of ${stack} brings no times of its calls.`);
  }
  return { source: `recorded: ${latency.source}`, milliseconds: [...latency.milliseconds] };
}

async function timed(request: LatencyRequest, opened: OpenStack): Promise<TimedCalls> {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-latency-"));
  try {
    return await timeOpened(request, opened, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeOpened(request: LatencyRequest, opened: OpenStack, folder: string): Promise<TimedCalls> {
  const { suite, profile, warmup, iterations, seed, timeoutMilliseconds, signal } = request;
  const { chunk, actionDimensions, stateDimensions = profile.stateDimensions, cameras } = suite.capsule;
  const shape = { chunk, actionDimensions, stateDimensions, cameras, observations: TIMED_OBSERVATIONS };
  const questions = capsuleQuestions(await createSeededCapsule({ ...shape, seed, profile, folder, signal }));
  await using live =
    opened.life === undefined
      ? null
      : await bringUp(opened.life, { noise: encodeNpy(questions.noise), signal, say: request.onNote });
  await using session = await sessionWith(opened, { profile, timeoutMilliseconds, signal });
  const timed: Partial<Record<Role, TimedCalls>> = {};
  const { onProgress } = request;
  await timeCalls({
    sessions: { baseline: session },
    questions,
    calls: { warmup, iterations },
    signal,
    timed,
    onProgress,
  });
  await live?.gather();
  return timed.baseline ?? { source: "no call was timed", milliseconds: [] };
}
