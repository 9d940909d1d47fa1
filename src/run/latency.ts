import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LatencyStatistics, latencyStatistics } from "../compare/latency-statistics.ts";
import type { OpenStack } from "../contracts/stack.ts";
import type { Profile } from "../drivers/profile.ts";
import { type Suite, stackEntry } from "../suite/load.ts";
import { FvalidateError } from "../support/errors.ts";
import { createSeededCapsule } from "./capsule/index.ts";
import { openEntry } from "./open-stacks.ts";
import { capsuleQuestions } from "./questions.ts";
import { sessionWith } from "./sessions.ts";

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
}

/** The times of one stack's calls, and where they come from. */
export interface MeasuredLatency {
  readonly stack: string;
  readonly source: string;
  readonly milliseconds: readonly number[];
  readonly statistics: LatencyStatistics;
}

/** So many different observations take turns, so that no call can be answered from a cache of the one before. */
const OBSERVATIONS = 4;

/**
 * Times the calls of a live stack, one after the other, or reports the times that a recording brings.
 * @throws FvalidateError of kind `stack` when a call fails, of kind `comparison` for a recording without times
 */
export async function measureLatency(request: LatencyRequest): Promise<MeasuredLatency> {
  const { suite, stack, seed } = request;
  await using opened = await openEntry(stackEntry(suite, stack), stack);
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

async function timed(
  request: LatencyRequest,
  opened: OpenStack,
): Promise<{ source: string; milliseconds: number[] }> {
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-latency-"));
  try {
    return await timeCalls(request, opened, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeCalls(request: LatencyRequest, opened: OpenStack, folder: string) {
  const { suite, profile, warmup, iterations, seed, timeoutMilliseconds, signal } = request;
  const { chunk, actionDimensions, stateDimensions = profile.stateDimensions, cameras } = suite.capsule;
  const shape = { chunk, actionDimensions, stateDimensions, cameras, observations: OBSERVATIONS };
  const questions = capsuleQuestions(await createSeededCapsule({ ...shape, seed, profile, folder, signal }));
  await using session = await sessionWith(opened, { profile, timeoutMilliseconds, signal });
  const milliseconds: number[] = [];
  for (let call = 0; call < warmup + iterations; call += 1) {
    const step = { role: "baseline", observation: call % OBSERVATIONS, pass: 0, perturbation: null } as const;
    const { latencyMilliseconds } = await session.ask(await questions.question(step), signal);
    if (call >= warmup && latencyMilliseconds !== null) milliseconds.push(latencyMilliseconds);
    request.onProgress(call + 1, warmup + iterations);
  }
  return { source: `${iterations} calls one after the other, after ${warmup} for warm-up`, milliseconds };
}
