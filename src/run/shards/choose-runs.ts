import { FvalidateError } from "../../support/errors.ts";
import { shellLine } from "../../support/shell-quote.ts";
import type { ShardRun } from "./read-shards.ts";
import { describeShard, shardFlag } from "./shard.ts";

/** Which runs a merge is made of. */
export interface ChosenRuns {
  readonly count: number;
  /** By index, counted from 1: the complete run of a shard, or all that were begun and not finished. */
  readonly byIndex: ReadonlyMap<number, readonly ShardRun[]>;
  /** Complete runs of a shard that another one goes before, with the one that does. */
  readonly doubled: readonly { readonly used: ShardRun; readonly other: ShardRun }[];
  /** What is missing, as the failure of the merged run; `null` where nothing is. */
  readonly missing: FvalidateError | null;
}

/**
 * The first complete run of each shard, by the time it was begun, which nothing in its answers decides. Where there is
 * none, the unfinished ones together.
 *
 * @param shards in the order in which `readShards` gives them
 * @throws FvalidateError of kind `comparison` when no shard ended at all
 */
export function chooseRuns(shards: readonly ShardRun[]): ChosenRuns {
  const count = shards[0]?.record.shard.count ?? 0;
  const byIndex = new Map<number, readonly ShardRun[]>();
  const doubled: { used: ShardRun; other: ShardRun }[] = [];
  for (let index = 1; index <= count; index += 1) {
    const runs = shards.filter(({ record }) => record.shard.index === index);
    const [used, ...others] = runs.filter(({ isComplete }) => isComplete);
    if (runs.length > 0) byIndex.set(index, used === undefined ? runs : [used]);
    if (used !== undefined) doubled.push(...others.map((other) => ({ used, other })));
  }
  const chosen = { count, byIndex, doubled };
  return { ...chosen, missing: missingOf(chosen, shards) };
}

/** The runs that are used, in the order of their shards. */
export function usedRuns({ byIndex }: Pick<ChosenRuns, "byIndex">): ShardRun[] {
  return [...byIndex.values()].flat();
}

function missingOf(
  { count, byIndex }: Pick<ChosenRuns, "count" | "byIndex">,
  shards: readonly ShardRun[],
): FvalidateError | null {
  const [any] = shards;
  if (any === undefined) return null;
  const indices = Array.from({ length: count }, (_, i) => i + 1);
  const open = indices.filter((index) => byIndex.get(index)?.some(({ isComplete }) => isComplete) !== true);
  if (open.length === 0) return null;
  const lines = open.map((index) => stateOf({ index, count }, byIndex.get(index) ?? []));
  const commands = open.map((index) => commandOf(any, { index, count }, byIndex.get(index) ?? []));
  return new FvalidateError(
    "interrupted",
    `${open.length} of ${count} shards are not there as a whole: ${lines.join("; ")}.`,
    { hint: ["Run them, then merge again:", ...commands].join("\n  ") },
  );
}

function stateOf(shard: { index: number; count: number }, runs: readonly ShardRun[]): string {
  const [first] = runs;
  if (first === undefined) return `${describeShard(shard)} is missing`;
  const ended = first.run === null ? "was killed or is still running" : `ended as ${first.run.status}`;
  return `${describeShard(shard)} ${ended} (${runs.map(({ record }) => record.run).join(", ")})`;
}

/** Answers to benchmarks are kept one by one, so an unfinished run of them can be gone on with. */
function commandOf(
  { record }: ShardRun,
  shard: { index: number; count: number },
  runs: readonly ShardRun[],
): string {
  const [begun] = runs;
  const resume = begun === undefined || record.kind === "pi0" ? [] : ["--resume", begun.folder];
  return `npx fvalidate ${shellLine([...record.command, ...shardFlag(shard), ...resume])}`;
}
