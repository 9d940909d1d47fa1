import { rm } from "node:fs/promises";
import type { RunResult } from "../contracts/run-result.ts";
import { profileNamed } from "../drivers/index.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Answers } from "./answers.ts";
import { askStacks } from "./ask-stacks.ts";
import { type Assessment, assess } from "./assessment/assess.ts";
import { repeatReasons } from "./assessment/repeat-reasons.ts";
import { freezeInputs } from "./inputs.ts";
import { openJournal } from "./journal.ts";
import { openStacks, type Participants } from "./open-stacks.ts";
import type { Pi0Options } from "./options.ts";
import { type Plan, planRun, type Role } from "./plan.ts";
import type { Questions } from "./questions.ts";
import { buildResult, describeOrigin } from "./result/build.ts";
import { makeRunFolder } from "./run-folder.ts";
import { abilitiesOf } from "./sessions.ts";
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
  const name = `${options.baseline}-${options.candidate}`;
  const folder = await makeRunFolder(options.outputPath, { kind: "pi0", name, startedAt });
  const questions = await freezeOrRemove({ options, participants, folder: folder.path, signal });
  events.onStart(describeOrigin(participants));
  await using journal = await openJournal(folder.path);
  const plan = planOf(options, participants, questions);
  const { onProgress, onNote } = events;
  const asked = await askStacks({
    options,
    participants,
    questions,
    plan,
    journal,
    signal,
    onProgress,
    onNote,
  });
  const assessed = tryAssess(options, participants, plan, asked.answers);
  const unwritten =
    assessed.assessment === null
      ? null
      : await tryWriteTensors({ ...asked, folder, pair: assessed.assessment, questions, plan, journal });
  const failure = asked.failure ?? assessed.failure;
  const result = await buildResult({
    options,
    id: folder.id,
    startedAt,
    participants,
    questions,
    plan,
    journal,
    timed: asked.timed,
    assessment: assessed.assessment,
    failure,
  });
  // Tensors that could not be written change nothing about what was measured.
  return { result, folder: folder.path, failure: failure ?? unwritten };
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

function planOf({ repeats }: Pi0Options, participants: Participants, { observations }: Questions): Plan {
  const abilities = (role: Role) => {
    const participant = participants.inRole(role);
    return participant === undefined
      ? { passes: 0, perturbations: [] }
      : abilitiesOf(participant.opened, repeats);
  };
  return planRun({
    observations,
    baseline: abilities("baseline"),
    candidate: abilities("candidate"),
    golden: participants.inRole("golden") !== undefined,
  });
}

function tryAssess(
  options: Pi0Options,
  participants: Participants,
  plan: Plan,
  answers: Answers,
): { assessment: Assessment | null; failure: FvalidateError | null } {
  const golden = participants.inRole("golden");
  try {
    const assessment = assess({
      answers,
      repeatReasons: repeatReasons(participants, options.repeats),
      perturbation: plan.perturbation,
      golden: golden === undefined ? null : { stack: golden.stack, label: golden.label },
      mapeConvention: options.mapeConvention,
      actionDimensions: options.actionDimensions,
      kinematics: options.suite.kinematics,
      seed: options.seed,
    });
    return { assessment, failure: null };
  } catch (error) {
    if (error instanceof FvalidateError) return { assessment: null, failure: error };
    throw error;
  }
}
