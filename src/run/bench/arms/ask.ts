import type { ChatOutcome, RequestRest } from "../../../contracts/chat.ts";
import type { Shard } from "../../../contracts/run-parts.ts";
import type { FrozenQuestion } from "../capsule/frozen-question.ts";
import { shardQuestions } from "../capsule/questions.ts";
import type { AnswerJournal } from "../journal/journal.ts";
import { recordOf } from "../journal/record.ts";
import { type JournalName, type Pass, placeOfQuestion } from "./plan.ts";

export interface Asking {
  readonly capsule: string;
  readonly passes: readonly Pass[];
  /** Which part of each pass is asked; `null` for all of it. */
  readonly shard: Shard | null;
  readonly journals: Readonly<Partial<Record<JournalName, AnswerJournal>>>;
  /** The stack that answers. */
  readonly fingerprint: string;
  readonly concurrency: number;
  /** Whether requests that ended in an error are asked again. */
  readonly retryErrors: boolean;
  readonly signal: AbortSignal;
  bodyOf(question: FrozenQuestion, pass: Pass): Promise<RequestRest>;
  ask(body: RequestRest, signal: AbortSignal): Promise<ChatOutcome>;
  /** Told after each answer, and of each that was there already. */
  onAnswer(how: "asked" | "resumed" | "errored"): void;
}

/**
 * Asks all passes, `concurrency` requests at a time, in the capsule's order. Each worker takes its next question only
 * when its last answer is on disk, so that a killed run has lost no more than what was in flight.
 *
 * @throws whatever ends the asking for good: the other workers are stopped first
 */
export async function askAll(asking: Asking): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([asking.signal, stop.signal]);
  const questions = questionsOf(asking);
  let failure: { error: unknown } | null = null;
  const worker = async () => {
    try {
      for (let next = await questions.next(); !next.done; next = await questions.next()) {
        if (signal.aborted) return;
        await askOne({ ...asking, signal }, next.value);
      }
    } catch (error) {
      failure ??= { error };
      stop.abort();
    }
  };
  await Promise.all(Array.from({ length: asking.concurrency }, worker));
  await questions.return();
  // Assigned within the workers, which the compiler does not see.
  const ended = failure as { error: unknown } | null;
  if (ended !== null) throw ended.error;
}

interface Asked {
  readonly pass: Pass;
  readonly question: FrozenQuestion;
}

/** What is left to ask; a question is read when a worker is free for it. */
async function* questionsOf({
  capsule,
  passes,
  shard,
  journals,
  retryErrors,
  onAnswer,
}: Asking): AsyncGenerator<Asked, void> {
  for (const pass of passes) {
    for await (const question of shardQuestions(capsule, pass.task, shard)) {
      const state = journals[pass.journal]?.stateOf(placeOfQuestion(question, pass.repeat)) ?? null;
      if (state === "answered" || (state === "errored" && !retryErrors)) onAnswer("resumed");
      else yield { pass, question };
    }
  }
}

async function askOne(asking: Asking, { pass, question }: Asked): Promise<void> {
  const body = await asking.bodyOf(question, pass);
  const outcome = await asking.ask(body, asking.signal);
  const journal = asking.journals[pass.journal];
  if (journal === undefined) throw new RangeError(`no journal for ${pass.journal}`);
  await journal.add(recordOf(asking.fingerprint, placeOfQuestion(question, pass.repeat), outcome));
  asking.onAnswer(outcome.state === "answered" ? "asked" : "errored");
}
