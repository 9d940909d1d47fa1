import type { PolicySession } from "../contracts/policy.ts";
import { FvalidateError } from "../support/errors.ts";
import type { Answers } from "./answers.ts";
import type { Journal } from "./journal.ts";
import type { Role, Step } from "./plan.ts";
import type { Questions } from "./questions.ts";

export interface Execution {
  readonly steps: readonly Step[];
  readonly sessions: Partial<Record<Role, PolicySession>>;
  readonly questions: Questions;
  readonly answers: Answers;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  /** Told after each answer. */
  onProgress(done: number, total: number): void;
}

/**
 * Asks every question in order and keeps each answer as it comes.
 * @returns the error that ended it early, or `null`; the answers until then are in `answers` and in the journal.
 */
export async function execute(execution: Execution): Promise<FvalidateError | null> {
  const { steps, signal } = execution;
  for (const [done, step] of steps.entries()) {
    if (signal.aborted) return interrupted();
    try {
      await askOnce(execution, step);
    } catch (error) {
      if (signal.aborted) return interrupted();
      if (error instanceof FvalidateError) return error;
      throw error;
    }
    execution.onProgress(done + 1, steps.length);
  }
  return null;
}

async function askOnce(
  { sessions, questions, answers, journal, signal }: Execution,
  step: Step,
): Promise<void> {
  const session = sessions[step.role];
  if (session === undefined) throw new RangeError(`no session for ${step.role}`);
  const answer = await session.ask(await questions.question(step), signal);
  answers.add(step, answer);
  await journal.add(step, answer);
}

function interrupted(): FvalidateError {
  return new FvalidateError("interrupted", "The run was stopped before its last question.", {
    hint: "What was measured so far is in the run's folder; run the same command again for a full run.",
  });
}
