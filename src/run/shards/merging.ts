import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { RunFolder } from "../run-folder.ts";
import type { ChosenRuns } from "./choose-runs.ts";
import type { ShardRun } from "./read-shards.ts";

/** What is merged, and into which folder. */
export interface Merging {
  readonly chosen: ChosenRuns;
  /** Those that asked something and ended, so that they know their stacks; in the order of their shards. */
  readonly ended: readonly [EndedShard, ...EndedShard[]];
  readonly folder: RunFolder;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly origin: string;
  readonly signal: AbortSignal;
}

export interface EndedShard extends ShardRun {
  readonly run: BenchRun | RunResult;
}

/** What each shard says, with its index. */
export function ofEach<Value>(
  shards: readonly EndedShard[],
  read: (shard: EndedShard) => Value,
): { index: number; value: Value }[] {
  return shards.map((shard) => ({ index: shard.record.shard.index, value: read(shard) }));
}
