import type { Shard } from "../../../contracts/run-parts.ts";
import { shardSize } from "../../shards/shard.ts";
import type { FrozenQuestion } from "../capsule/frozen-question.ts";
import type { FrozenTask } from "../capsule/manifest.ts";
import type { RequestPlace } from "../journal/record.ts";

/** The journals of a run; `baseline-repeat` is the baseline asked once more. */
export type JournalName = "baseline" | "candidate" | "baseline-repeat";

/** All questions of one benchmark, asked once. */
export interface Pass {
  readonly task: FrozenTask;
  readonly repeat: number;
  readonly journal: JournalName;
}

/** What an arm is asked, in order: each benchmark as often as wanted, the baseline's second run of it right after. */
export function passesOf(
  tasks: readonly FrozenTask[],
  arm: { role: "baseline" | "candidate"; repeats: number; again: boolean },
): Pass[] {
  return tasks.flatMap((task) => {
    const repeats = [...Array(arm.repeats).keys()];
    const passes = repeats.map((repeat): Pass => ({ task, repeat, journal: arm.role }));
    if (arm.role === "candidate" || !arm.again) return passes;
    return [...passes, ...repeats.map((repeat): Pass => ({ task, repeat, journal: "baseline-repeat" }))];
  });
}

/** How many requests the passes are, of a whole run or of one shard. */
export function requestsOf(passes: readonly Pass[], shard: Shard | null): number {
  return passes.reduce((sum, { task }) => sum + shardSize(task.questions, shard), 0);
}

/** Under which a question's answer is kept in a journal. */
export function placeOfQuestion(question: FrozenQuestion, repeat: number): RequestPlace {
  return { benchmark: question.benchmark, id: question.id, repeat, request: question.requestSha256 };
}
