import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import { type BenchRun, benchRunSchema } from "../../../contracts/bench-run.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import type { CapsuleManifest } from "../../bench/capsule/manifest.ts";
import { settingsOf as capsuleSettings } from "../../bench/capsule/settings.ts";
import type { BenchOptions } from "../../bench/options.ts";
import type { TaskScores } from "../../bench/scoring/score-task.ts";
import type { RunFolder } from "../../run-folder.ts";
import { SHARD_FILE, type ShardTask, writeShardRecord } from "../record.ts";
import { describeShard, shardSize } from "../shard.ts";
import { stackSettings } from "../stack-settings.ts";

/** Notes whose part this is before the first question, so that a killed shard can be named and gone on with. */
export async function beginBenchShard(
  options: BenchOptions,
  folder: RunFolder,
  run: { startedAt: Date; manifest: CapsuleManifest },
): Promise<void> {
  const { shard, suite } = options;
  if (shard === null || existsSync(join(folder.path, SHARD_FILE))) return;
  await writeShardRecord(folder.path, {
    kind: "bench",
    run: folder.id,
    shard,
    createdAt: run.startedAt.toISOString(),
    toolVersion: packageVersion(),
    suite: { name: suite.name, title: suite.title },
    command: options.command,
    settings: { ...settingsOf(options), questions: run.manifest.sha256 },
    tasks: tasksOf(options),
  });
}

/** Where rows lie may differ from machine to machine: what was read from there is in the capsule's hash. */
function settingsOf(options: BenchOptions): Record<string, unknown> {
  const { suite, baseline, candidate, policy, limits, requireEvidence } = options;
  const { shard: _, tasks: __, ...asked } = capsuleSettings(options);
  return {
    ...asked,
    baselineStack: stackSettings(suite, baseline),
    candidateStack: stackSettings(suite, candidate),
    models: [options.baselineModel, options.candidateModel],
    timeoutMilliseconds: options.timeoutMilliseconds,
    tasks: tasksOf(options).map(({ data: _, ...task }) => task),
    policy,
    limits,
    requireEvidence,
    judge: options.judge !== null,
  };
}

function tasksOf({ tasks }: BenchOptions): ShardTask[] {
  return tasks.map(({ benchmark, sampling, ...task }) => ({
    name: benchmark.name,
    ...task,
    sampling: { ...sampling },
  }));
}

/** Whether a run has anything to ask: of more shards than questions some have not. */
export function asksNothing({ shard }: BenchOptions, { tasks }: CapsuleManifest): boolean {
  return tasks.every(({ questions }) => shardSize(questions, shard) === 0);
}

/** Requests that failed beyond the budget are for somebody to look at before the shards are merged. */
export function overBudget(options: BenchOptions, scores: readonly TaskScores[]): FvalidateError | null {
  const { shard, limits } = options;
  if (shard === null) return null;
  for (const role of ["baseline", "candidate"] as const) {
    const tallies = scores.map((task) => task[role]);
    const errors = tallies.reduce((sum, { counts }) => sum + counts.errors, 0);
    const all = tallies.reduce((sum, { answered }) => sum + answered, errors);
    if (errors <= all * limits.errorBudget) continue;
    const first = tallies.find(({ firstError }) => firstError !== null)?.firstError ?? "";
    return new FvalidateError(
      "stack",
      `${describeShard(shard)}: ${errors} of ${all} requests to ${options[role]} failed. ${first}`,
      { hint: "Ask them again with --resume --retry-errors. A merge counts them as errors." },
    );
  }
  return null;
}

/** A part of a run is measured and not judged: its own figures stand in the report, without a policy's answer. */
export function unjudgedBench(result: BenchRun, { shard, command }: BenchOptions): BenchRun {
  if (shard === null) return result;
  const part = describeShard(shard);
  const reason = `${part}: fvalidate merge judges all shards`;
  const { tasks, questions } = countsIn(result, shard);
  return benchRunSchema.parse({
    ...result,
    shard,
    command: [...command, "--shard", `${shard.index}/${shard.count}`],
    benchmarks: result.benchmarks.map((benchmark, i) =>
      unjudged(benchmark, tasks[i] === 0 ? `${part} holds no question of ${benchmark.name}` : reason),
    ),
    verdict: "inconclusive",
    headline: `${part} is not judged by itself`,
    reasons: [...(result.failure === null ? [] : result.reasons), reason],
    warnings: [
      `These are ${questions} of the run's ${result.capsule.questions} questions, those of ${part}: no figure here is the run's.`,
      ...result.warnings,
    ],
  });
}

function countsIn({ benchmarks }: BenchRun, shard: BenchOptions["shard"]) {
  const tasks = benchmarks.map(({ data }) => shardSize(data.asked, shard));
  return { tasks, questions: tasks.reduce((sum, count) => sum + count, 0) };
}

function unjudged(benchmark: BenchmarkResult, reason: string): BenchmarkResult {
  if ("unscoredReason" in benchmark) {
    const isEmpty = reason.includes("holds no question");
    return { ...benchmark, ...(isEmpty && { unscoredReason: reason }), reasons: [reason] };
  }
  return {
    ...benchmark,
    policies: [],
    needed: { questions: null, repeats: null },
    verdict: "inconclusive",
    reasons: [reason],
  };
}
