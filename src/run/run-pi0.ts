import { rm } from "node:fs/promises";
import type { RunResult } from "../contracts/run-result.ts";
import { profileNamed } from "../drivers/index.ts";
import type { FvalidateError } from "../support/errors.ts";
import { type Asked, askStacks, isOneAfterTheOther } from "./ask-stacks.ts";
import type { Assessment } from "./assessment/assess.ts";
import { repeatReasons } from "./assessment/repeat-reasons.ts";
import { tryAssess } from "./assessment/try-assess.ts";
import { freezeInputs } from "./inputs.ts";
import { type Journal, openJournal } from "./journal.ts";
import { openStacks, type Participants } from "./open-stacks.ts";
import type { Pi0Options } from "./options.ts";
import { type Plan, type PlanRequest, planRun, type Role } from "./plan.ts";
import type { Questions } from "./questions.ts";
import { armsOf, capsuleOf } from "./result/arms.ts";
import { buildResult } from "./result/build.ts";
import { callsOf, recordedLatencyOf } from "./result/latency.ts";
import { describeOrigin } from "./result/origin.ts";
import { makeRunFolder } from "./run-folder.ts";
import { abilitiesOf } from "./sessions.ts";
import { beginShard, endShard, type Pi0Shard, planOfShard, unjudgedPi0 } from "./shards/pi0/shard-run.ts";
import { shardSuffix } from "./shards/shard.ts";
import { tryWriteTensors } from "./tensors.ts";

/** What a run tells while it runs. */
export interface RunEvents {
  /** What the numbers will come from; before the first question. */
  onStart(origin: string): void;
  onProgress(done: number, total: number): void;
  /** What happens to stacks that are started and stopped, a line at a time. */
  onNote(line: string): void;
}

export interface FinishedRun {
  readonly result: RunResult;
  readonly folder: string;
  /** What ended the run early. */
  readonly failure: FvalidateError | null;
}

/**
 * Drives both stacks with the same frozen inputs and judges their answers. The tensors and the journal are in the
 * run's folder when this returns; the reports are the caller's to write.
 *
 * @throws FvalidateError for what stops a run before its first question; what stops it later is in the result
 */
export async function runPi0(
  options: Pi0Options,
  events: RunEvents,
  signal: AbortSignal,
): Promise<FinishedRun> {
  const startedAt = new Date();
  await using participants = await openStacks(options);
  const name = `${options.baseline}-${options.candidate}${shardSuffix(options.shard)}`;
  const folder = await makeRunFolder(options.outputPath, { kind: "pi0", name, startedAt });
  const questions = await freezeOrRemove({ options, participants, folder: folder.path, signal });
  events.onStart(describeOrigin(participants));
  const planRequest = planRequestOf(options, participants, questions);
  const run = { options, participants, questions, folder, startedAt, planRequest };
  await beginShard(run);
  await using journal = await openJournal(folder.path);
  const plan = planOfShard(planRun(planRequest), options.shard);
  const { onProgress, onNote } = events;
  const asking = { options, participants, questions, plan, journal, signal, onProgress, onNote };
  return await judgeAnswers(run, { plan, journal, asked: await askStacks(asking) });
}

async function judgeAnswers(
  run: Pi0Shard,
  answered: { plan: Plan; journal: Journal; asked: Asked },
): Promise<FinishedRun> {
  const { options, participants, questions, folder, startedAt } = run;
  const { plan, journal, asked } = answered;
  const golden = participants.inRole("golden");
  const assessed = tryAssess({
    options,
    golden: golden === undefined ? null : { stack: golden.stack, label: golden.label },
    repeatReasons: repeatReasons(participants, options.repeats),
    perturbation: plan.perturbation,
    answers: asked.answers,
  });
  const unwritten = await writeAnswered(run, answered, assessed.assessment);
  const failure = asked.failure ?? assessed.failure;
  const arms = await armsOf(participants, startedAt);
  const result = buildResult({
    options,
    id: folder.id,
    startedAt,
    endedAt: new Date(),
    origin: describeOrigin(participants),
    arms,
    capsule: capsuleOf(questions),
    plan,
    calls: callsOf({ timed: asked.timed, recorded: recordedLatencyOf(participants), journal }),
    assessment: assessed.assessment,
    failure,
  });
  // Tensors that could not be written change nothing about what was measured.
  return { result: unjudgedPi0(result, options), folder: folder.path, failure: failure ?? unwritten };
}

/** A whole run is a recording; a shard's answers are kept for the merge, which makes the recording. */
function writeAnswered(
  run: Pi0Shard,
  { plan, journal, asked }: { plan: Plan; journal: Journal; asked: Asked },
  pair: Assessment | null,
): Promise<FvalidateError | null> {
  const { options, participants, questions, folder } = run;
  if (options.shard !== null) {
    const oneAfterTheOther = isOneAfterTheOther(options, participants);
    return endShard(run, { ...asked, plan, oneAfterTheOther });
  }
  if (pair === null) return Promise.resolve(null);
  return tryWriteTensors({ ...asked, folder, pair, questions, plan, journal });
}

/** Inputs that cannot be frozen leave no half-made run behind. */
async function freezeOrRemove(request: {
  options: Pi0Options;
  participants: Participants;
  folder: string;
  signal: AbortSignal;
}): Promise<Questions> {
  const { options, participants, folder, signal } = request;
  try {
    const profile = profileNamed(options.profile);
    return await freezeInputs({ stacks: participants.all, options, profile, runFolder: folder, signal });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function planRequestOf(
  { repeats }: Pi0Options,
  participants: Participants,
  { observations }: Questions,
): PlanRequest {
  const abilities = (role: Role) => {
    const participant = participants.inRole(role);
    return participant === undefined
      ? { passes: 0, perturbations: [] }
      : abilitiesOf(participant.opened, repeats);
  };
  return {
    observations,
    baseline: abilities("baseline"),
    candidate: abilities("candidate"),
    golden: participants.inRole("golden") !== undefined,
  };
}
