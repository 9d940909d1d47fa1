import { join } from "node:path";
import type { Shard } from "../../../contracts/run-parts.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { readLines } from "../../../support/read-lines.ts";
import { isInShard } from "../../shards/shard.ts";
import { type FrozenQuestion, parseFrozenQuestion } from "./frozen-question.ts";
import type { FrozenTask } from "./manifest.ts";

export const QUESTIONS_FILE = "questions.jsonl";
export const IMAGES_FOLDER = "images";

/**
 * A benchmark's frozen questions in their order, one in memory at a time.
 * @throws FvalidateError of kind `input` for a capsule that was changed since
 */
export async function* frozenQuestions(folder: string, task: FrozenTask): AsyncGenerator<FrozenQuestion> {
  const path = join(folder, QUESTIONS_FILE);
  let found = 0;
  for await (const line of readLines(path, task)) {
    yield parse(line.text, path);
    found += 1;
  }
  if (found !== task.questions) throw changed(path);
}

/** Those of a benchmark's frozen questions that belong to a shard: by their places, counted from 0. */
export async function* shardQuestions(
  folder: string,
  task: FrozenTask,
  shard: Shard | null,
): AsyncGenerator<FrozenQuestion> {
  let place = 0;
  for await (const question of frozenQuestions(folder, task)) {
    if (isInShard(place, shard)) yield question;
    place += 1;
  }
}

function parse(text: string, path: string): FrozenQuestion {
  try {
    return parseFrozenQuestion(text);
  } catch (error) {
    throw changed(path, error);
  }
}

function changed(path: string, cause?: unknown): FvalidateError {
  return new FvalidateError("input", `${path} is not as it was frozen.`, {
    hint: "Begin a new run, without --resume.",
    cause,
  });
}
