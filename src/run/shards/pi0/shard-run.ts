import { type RunResult, runResultSchema } from "../../../contracts/run-result.ts";
import { stackEntry } from "../../../suite/load.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import type { Answers } from "../../answers.ts";
import { repeatReasons } from "../../assessment/repeat-reasons.ts";
import type { Participants } from "../../open-stacks.ts";
import type { Pi0Options } from "../../options.ts";
import type { Plan, PlanRequest, Role } from "../../plan.ts";
import type { Questions } from "../../questions.ts";
import { recordedLatencyOf } from "../../result/latency.ts";
import type { RunFolder } from "../../run-folder.ts";
import type { TimedCalls } from "../../time-calls.ts";
import { type ShardRecord, writeShardRecord } from "../record.ts";
import { describeShard, isInShard } from "../shard.ts";
import { stackSettings } from "../stack-settings.ts";
import { writeAnswers } from "./stored-answers.ts";

/** A pi0 run that asks one shard's observations. */
export interface Pi0Shard {
  readonly options: Pi0Options;
  readonly participants: Participants;
  readonly questions: Questions;
  readonly folder: RunFolder;
  readonly startedAt: Date;
  readonly planRequest: PlanRequest;
}

/** A shard's part of the plan: all that is asked about its observations, repeats and moved inputs included. */
export function planOfShard(plan: Plan, shard: Pi0Options["shard"]): Plan {
  return { ...plan, steps: plan.steps.filter(({ observation }) => isInShard(observation, shard)) };
}

/** Notes whose part this is before the first question, so that a killed shard can be named. */
export async function beginShard(run: Pi0Shard): Promise<void> {
  const record = recordOf(run);
  if (record !== null) await writeShardRecord(run.folder.path, record);
}

/**
 * Writes the answers and what a merge needs of the stacks.
 * @returns why it could not be written: without it the shard has to be run again
 */
export async function endShard(
  run: Pi0Shard,
  asked: {
    plan: Plan;
    answers: Answers;
    timed: Partial<Record<Role, TimedCalls>>;
    oneAfterTheOther: boolean;
  },
): Promise<FvalidateError | null> {
  const record = recordOf(run);
  if (record === null) return null;
  const { options, participants, planRequest } = run;
  const golden = participants.inRole("golden");
  try {
    const pi0 = {
      answers: await writeAnswers(run.folder.path, asked.plan.steps, asked.answers),
      plan: planRequest,
      oneAfterTheOther: asked.oneAfterTheOther,
      golden: golden === undefined ? null : { stack: golden.stack, label: golden.label },
      repeatReasons: repeatReasons(participants, options.repeats),
      recordedLatency: recordedLatencyOf(participants),
      timed: asked.timed,
      mapeConvention: options.mapeConvention,
      actionDimensions: options.actionDimensions,
      kinematics: options.suite.kinematics,
    };
    await writeShardRecord(run.folder.path, { ...record, pi0 });
    return null;
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
}

function recordOf({ options, questions, folder, startedAt }: Pi0Shard): Omit<ShardRecord, "schema"> | null {
  const { shard, suite } = options;
  if (shard === null) return null;
  return {
    kind: "pi0",
    run: folder.id,
    shard,
    createdAt: startedAt.toISOString(),
    toolVersion: packageVersion(),
    suite: { name: suite.name, title: suite.title },
    command: options.command,
    settings: settingsOf(options, questions),
  };
}

function settingsOf(options: Pi0Options, questions: Questions): Record<string, unknown> {
  const { suite, baseline, candidate, golden, policy, limits, seed, repeats } = options;
  return {
    baseline,
    candidate,
    golden,
    baselineStack: stackSettings(suite, baseline),
    candidateStack: stackSettings(suite, candidate),
    goldenStack: golden === null ? null : stackSettings(suite, golden),
    labels: [baseline, candidate].map((stack) => stackEntry(suite, stack).label ?? stack),
    profile: options.profile,
    capsule: questions.sha256,
    noise: questions.noiseSha256,
    inputs: questions.description,
    observations: questions.observations,
    seed,
    repeats,
    timeoutMilliseconds: options.timeoutMilliseconds,
    latencyCalls: options.latencyCalls,
    policy,
    limits,
    mapeConvention: options.mapeConvention,
    actionDimensions: options.actionDimensions,
    requireEvidence: options.requireEvidence,
    cardMapePercent: suite.cardMapePercent ?? null,
    kinematics: suite.kinematics,
  };
}

/** A part of a run is measured and not judged: its own figures stand in the report, without gates. */
export function unjudgedPi0(result: RunResult, { shard, command }: Pi0Options): RunResult {
  if (shard === null) return result;
  const asked = result.metrics === null ? 0 : result.shape.observations;
  const part = describeShard(shard);
  return runResultSchema.parse({
    ...result,
    shard,
    command: [...command, "--shard", `${shard.index}/${shard.count}`],
    gates: [],
    verdict: "inconclusive",
    headline: `${part} is not judged by itself`,
    reasons: [
      ...(result.failure === null ? [] : result.reasons),
      `${part}: fvalidate merge judges all shards`,
    ],
    warnings: [
      `These are ${asked} of the run's ${result.capsule.observations} observations, those of ${part}: no figure here is the run's.`,
      ...result.warnings,
    ],
  });
}
