import { placeOfQuestion } from "../arms/plan.ts";
import type { FrozenTask } from "../capsule/manifest.ts";
import { frozenQuestions } from "../capsule/questions.ts";
import type { Task } from "../options.ts";
import type { Judge } from "./judge.ts";
import { answerOf } from "./sample.ts";
import type { Journals } from "./score-task.ts";

export interface Grading {
  readonly task: Task;
  readonly frozen: FrozenTask;
  readonly capsule: string;
  readonly repeats: number;
  readonly journals: Journals;
  readonly judge: Judge;
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

/**
 * Has every reply to a judged benchmark graded, `concurrency` at a time.
 * @throws whatever ends the grading for good, when no worker is grading any more: the verdicts' file may be closed then
 */
export async function gradeReplies(grading: Grading): Promise<void> {
  const replies = repliesOf(grading);
  const worker = async () => {
    try {
      for (let next = await replies.next(); !next.done; next = await replies.next())
        await gradeOne(grading, next.value);
    } finally {
      await replies.return();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: grading.concurrency }, worker));
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

interface Reply {
  readonly gold: Parameters<Judge["grade"]>[0]["question"]["gold"];
  readonly text: string;
}

async function* repliesOf({ frozen, capsule, repeats, journals }: Grading): AsyncGenerator<Reply, void> {
  for await (const question of frozenQuestions(capsule, frozen)) {
    for (const journal of Object.values(journals)) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        const record = await journal.read(placeOfQuestion(question, repeat));
        if (record?.state !== "answered") continue;
        const text = answerOf(record);
        // Nothing said is nothing to grade: it is unparsed.
        if (text.trim() !== "") yield { gold: question.gold, text };
      }
    }
  }
}

async function gradeOne({ task, judge, signal }: Grading, { gold, text }: Reply): Promise<void> {
  const { benchmark } = task;
  if (benchmark.judging === undefined) return;
  await judge.grade({
    benchmark: benchmark.name,
    judging: benchmark.judging,
    question: { gold },
    reply: text,
    signal,
  });
}
