import type { PolicySession } from "../contracts/policy.ts";
import { profileNamed } from "../drivers/index.ts";
import { disposeAll } from "../support/dispose.ts";
import { FvalidateError } from "../support/errors.ts";
import { encodeNpy } from "../tensors/npy.ts";
import { Answers } from "./answers.ts";
import { execute } from "./execute.ts";
import type { Journal } from "./journal.ts";
import { bringUp, type LiveStack } from "./lives/live-stack.ts";
import type { Participant, Participants } from "./open-stacks.ts";
import type { Pi0Options } from "./options.ts";
import type { Plan, Role } from "./plan.ts";
import type { Questions } from "./questions.ts";
import { sessionWith } from "./sessions.ts";
import { type TimedCalls, timeCalls } from "./time-calls.ts";

export interface Asking {
  readonly options: Pi0Options;
  readonly participants: Participants;
  readonly questions: Questions;
  readonly plan: Plan;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number): void;
  /** Told what happens to stacks that are started and stopped. */
  onNote(line: string): void;
}

export interface Asked {
  readonly answers: Answers;
  /** Calls that were made for their times alone, by role; empty unless they were wanted. */
  readonly timed: Partial<Record<Role, TimedCalls>>;
  /** What ended the asking early. */
  readonly failure: FvalidateError | null;
}

/**
 * Asks the whole plan. Stacks that this tool starts run one after the other, since they share a card and a port,
 * unless the options say that they do not; all others are asked in turn, observation by observation.
 */
export async function askStacks(asking: Asking): Promise<Asked> {
  const answers = new Answers(asking.questions.observations);
  const timed: Partial<Record<Role, TimedCalls>> = {};
  const progress = { done: 0 };
  for (const together of phasesOf(asking)) {
    const failure = await askTogether(asking, { together, answers, timed, progress });
    if (failure !== null) return { answers, timed, failure };
  }
  return { answers, timed, failure: null };
}

/** A shard without an observation starts nothing and contacts nobody. */
function phasesOf({ options, participants, plan }: Asking): readonly (readonly Participant[])[] {
  const { all } = participants;
  if (plan.steps.length === 0) return [];
  return isOneAfterTheOther(options, participants) ? all.map((participant) => [participant]) : [all];
}

/** Whether each stack is asked everything before the next one is started. */
export function isOneAfterTheOther({ parallel }: Pi0Options, { all }: Participants): boolean {
  return !parallel && all.some(({ opened }) => opened.life !== undefined);
}

interface Phase {
  readonly together: readonly Participant[];
  readonly answers: Answers;
  readonly timed: Partial<Record<Role, TimedCalls>>;
  readonly progress: { done: number };
}

async function askTogether(asking: Asking, phase: Phase): Promise<FvalidateError | null> {
  const lives: LiveStack[] = [];
  try {
    for (const { opened } of phase.together) {
      if (opened.life !== undefined) lives.push(await bringUp(opened.life, contextOf(asking)));
    }
    return await askRunning(asking, phase);
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  } finally {
    // Also after a failure: what the server said of itself may explain it.
    for (const live of lives) await live.gather();
    await disposeAll(lives);
  }
}

function contextOf({ questions, signal, onNote }: Asking) {
  return { noise: encodeNpy(questions.noise), signal, say: onNote };
}

async function askRunning(asking: Asking, phase: Phase): Promise<FvalidateError | null> {
  const { options, questions, plan, journal, signal } = asking;
  const sessions: Partial<Record<Role, PolicySession>> = {};
  const line = {
    profile: profileNamed(options.profile),
    timeoutMilliseconds: options.timeoutMilliseconds,
    signal,
  };
  const done = phase.progress.done;
  const steps = plan.steps.filter(({ role }) =>
    phase.together.some((participant) => participant.role === role),
  );
  try {
    for (const { role, opened } of phase.together) sessions[role] = await sessionWith(opened, line);
    const failure = await execute({
      steps,
      sessions,
      questions,
      answers: phase.answers,
      journal,
      signal,
      onProgress(answered) {
        phase.progress.done = done + answered;
        asking.onProgress(done + answered, plan.steps.length);
      },
    });
    if (failure === null && options.latencyCalls !== null) {
      await timeCalls({ sessions, questions, calls: options.latencyCalls, signal, timed: phase.timed });
    }
    return failure;
  } finally {
    await disposeAll(Object.values(sessions));
  }
}
