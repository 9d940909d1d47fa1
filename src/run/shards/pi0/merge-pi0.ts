import { existsSync } from "node:fs";
import { join } from "node:path";
import type { RunResult } from "../../../contracts/run-result.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { Answers } from "../../answers.ts";
import { tryAssess } from "../../assessment/try-assess.ts";
import { copyCapsule, openCapsule } from "../../capsule/index.ts";
import type { JudgedPi0 } from "../../options.ts";
import { type Plan, planRun, type Role } from "../../plan.ts";
import { buildResult } from "../../result/build.ts";
import { callsOf } from "../../result/latency.ts";
import { tryWriteTensors } from "../../tensors.ts";
import type { TimedCalls } from "../../time-calls.ts";
import { usedRuns } from "../choose-runs.ts";
import { mergeArms } from "../merge-arms.ts";
import { type EndedShard, type Merging, ofEach } from "../merging.ts";
import type { ShardRun } from "../read-shards.ts";
import type { Pi0ShardPart } from "../record.ts";
import { joinSamples } from "./join-samples.ts";
import { addStoredAnswers } from "./stored-answers.ts";

interface EndedPi0 extends EndedShard {
  readonly run: RunResult;
  readonly part: Pi0ShardPart;
}

/** Puts the answers of all shards together and compares and judges them as those of the run that was not split. */
export async function mergePi0(merging: Merging): Promise<RunResult> {
  const { chosen, folder, startedAt, endedAt, origin } = merging;
  const ended = merging.ended.flatMap(asPi0);
  const [first] = ended;
  if (first === undefined) throw unanswered(merging);
  const { part } = first;
  const used = usedRuns(chosen);
  await copyInputs(first, folder.path);
  const plan = planRun(part.plan);
  const answers = await joinedAnswers(used, part);
  const { steps } = plan;
  const journal = await joinSamples(used, { steps, oneAfterTheOther: part.oneAfterTheOther }, folder.path);
  const options = optionsOf(first);
  const { golden, repeatReasons } = part;
  const { perturbation } = plan;
  const assessed = tryAssess({ options, golden, repeatReasons, perturbation, answers });
  const timed = timedOf(ended);
  await storeTensors({ merging, first, answers, plan, journal, timed, assessed });
  return buildResult({
    options,
    id: folder.id,
    startedAt,
    endedAt,
    origin,
    arms: { baseline: armOf(ended, "baseline"), candidate: armOf(ended, "candidate") },
    capsule: first.run.capsule,
    plan,
    calls: callsOf({ timed, recorded: callsIn(part.recordedLatency), journal }),
    assessment: assessed.assessment,
    failure: chosen.missing ?? assessed.failure,
  });
}

function asPi0(shard: EndedShard): EndedPi0[] {
  const { run, record } = shard;
  return run.kind === "pi0" && record.pi0 !== undefined ? [{ ...shard, run, part: record.pi0 }] : [];
}

function unanswered({ chosen }: Merging): FvalidateError {
  return new FvalidateError("comparison", "No shard's answers are there as a whole.", {
    hint: chosen.missing?.hint ?? "Run the shards again.",
  });
}

async function copyInputs(shard: EndedPi0, runFolder: string): Promise<void> {
  const from = join(shard.folder, "capsule");
  if (!existsSync(from)) return;
  const capsule = await openCapsule(from);
  if (capsule.sha256 !== shard.run.capsule.sha256) {
    throw new FvalidateError("input", `${from} is not the capsule that its shard was asked with.`, {
      hint: "Take the shard's folder as fvalidate wrote it.",
    });
  }
  await copyCapsule(capsule, join(runFolder, "capsule"));
}

async function joinedAnswers(used: readonly ShardRun[], { plan }: Pi0ShardPart): Promise<Answers> {
  const answers = new Answers(plan.observations);
  const taken = new Set<string>();
  for (const { folder, record } of used) {
    await addStoredAnswers(folder, record.pi0?.answers ?? [], { answers, taken });
  }
  return answers;
}

/** @throws FvalidateError of kind `output`: the shards are still there, so a merge can be made again */
async function storeTensors(of: {
  merging: Merging;
  first: EndedPi0;
  answers: Answers;
  plan: Plan;
  journal: Awaited<ReturnType<typeof joinSamples>>;
  timed: Partial<Record<Role, TimedCalls>>;
  assessed: ReturnType<typeof tryAssess>;
}): Promise<void> {
  const { merging, first, answers, plan, journal, timed, assessed } = of;
  if (assessed.assessment === null) return;
  const { sha256, observations } = first.run.capsule;
  const failure = await tryWriteTensors({
    folder: merging.folder,
    pair: assessed.assessment,
    answers,
    questions: { sha256, observations },
    plan,
    journal,
    timed,
  });
  if (failure !== null) throw failure;
}

function optionsOf({ record, run, part }: EndedPi0): JudgedPi0 {
  const { seed, repeats, policy, requireEvidence, cardMapePercent } = run.settings;
  const limits = record.settings["limits"] as JudgedPi0["limits"];
  const { mapeConvention, actionDimensions, kinematics } = part;
  return {
    baseline: run.baseline.stack,
    candidate: run.candidate.stack,
    suite: { ...run.suite, kinematics, ...(cardMapePercent !== null && { cardMapePercent }) },
    command: record.command,
    ...{ seed, repeats, policy, limits, mapeConvention, actionDimensions, requireEvidence },
  };
}

function armOf(ended: readonly EndedPi0[], role: "baseline" | "candidate") {
  return mergeArms(ofEach(ended, ({ run }) => run[role]));
}

/** Calls that were made for their times: those of all shards, after one another. */
function timedOf(ended: readonly EndedPi0[]): Partial<Record<Role, TimedCalls>> {
  const merged: Partial<Record<Role, TimedCalls>> = {};
  for (const role of ["baseline", "candidate"] as const) {
    const timed = ended.flatMap(({ part }) => part.timed[role] ?? []);
    const [first] = timed;
    if (first === undefined) continue;
    const milliseconds = timed.flatMap((calls) => calls.milliseconds);
    const source = timed.length === 1 ? first.source : `${first.source}, in each of ${timed.length} shards`;
    merged[role] = { milliseconds, source };
  }
  return merged;
}

function callsIn(recorded: Pi0ShardPart["recordedLatency"]): Partial<Record<Role, TimedCalls>> {
  const { baseline, candidate } = recorded;
  return { ...(baseline && { baseline }), ...(candidate && { candidate }) };
}
