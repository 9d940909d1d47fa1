import type { Shard } from "../../contracts/run-parts.ts";

/**
 * Whether a question belongs to a shard: those whose place is congruent to the shard's index, so that every shard gets a
 * share of what a data set holds at its beginning and at its end. `null` is the whole run.
 *
 * @param place the question's own, counted from 0: of a benchmark's questions, of a run's observations
 */
export function isInShard(place: number, shard: Shard | null): boolean {
  return shard === null || place % shard.count === shard.index - 1;
}

/** How many of so many questions a shard holds; none where there are more shards than questions. */
export function shardSize(questions: number, shard: Shard | null): number {
  if (shard === null) return questions;
  return Math.max(0, Math.ceil((questions - (shard.index - 1)) / shard.count));
}

/** `shard 2 of 4` */
export function describeShard({ index, count }: Shard): string {
  return `shard ${index} of ${count}`;
}

/** Behind a run's name: shards that begin in the same second stay apart, and a person sees which is which. */
export function shardSuffix(shard: Shard | null): string {
  return shard === null ? "" : `-shard-${shard.index}-of-${shard.count}`;
}

/** As `--shard` takes it. */
export function shardFlag(shard: Shard | null): string[] {
  return shard === null ? [] : ["--shard", `${shard.index}/${shard.count}`];
}
