import type { Shard } from "../contracts/run-parts.ts";
import { chooseShard } from "../run/shards/choose-shard.ts";
import { FvalidateError } from "../support/errors.ts";
import { isOnCommandLine, type Parsed, text } from "./arguments.ts";

/** For commands that can ask a part of a run's questions. */
export const SHARD_FLAGS = {
  shard: {
    type: "string",
    describe:
      "ask the second of four parts of the questions: 2/4; auto or auto/4: by the scheduler's variables",
  },
} as const;

/**
 * Which part is asked; `null` for all.
 * @throws FvalidateError of kind `usage` for a shard that there is not, and for flags that belong to whole runs
 */
export function shardOf(parsed: Parsed): Shard | null {
  const given = text(parsed, "shard");
  if (given === null) return null;
  if (parsed["freeze-only"] === true) {
    throw new FvalidateError("usage", "--freeze-only writes all questions: leave --shard out.");
  }
  if (isOnCommandLine(parsed, "against")) {
    throw new FvalidateError("usage", "--against judges whole runs, and --shard asks a part of one.", {
      hint: "Give --against to fvalidate merge.",
    });
  }
  return chooseShard(given, process.env);
}

/** @throws FvalidateError of kind `usage`: shards are parts of one run, and a suite of suites holds several */
export function refuseShard(parsed: Parsed, suite: string): void {
  if (text(parsed, "shard") === null) return;
  throw new FvalidateError("usage", `--shard splits a single run, and ${suite} holds several.`, {
    hint: "Run each of its suites with --shard, and merge each by itself.",
  });
}
