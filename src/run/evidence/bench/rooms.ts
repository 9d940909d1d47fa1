import type { BenchRun } from "../../../contracts/bench-run.ts";
import { fairShares } from "./fair-shares.ts";
import type { Room } from "./find-flips.ts";

/** More rows than these nobody reads, and no page of 2 MB holds them. */
const MOST_FLIPS = 20_000;
const MOST_REPLIES = 1200;

/** How many flips each benchmark has. */
export function flipCounts({ benchmarks }: BenchRun): Map<string, number> {
  return new Map(
    benchmarks.map((benchmark) => [
      benchmark.name,
      "flipCauses" in benchmark ? Object.values(benchmark.flipCauses).reduce((sum, n) => sum + n, 0) : 0,
    ]),
  );
}

/** How many of them are kept, so that a benchmark with many leaves room for the others. */
export function roomsFor(counts: ReadonlyMap<string, number>): Map<string, Room> {
  const flips = fairShares(counts, MOST_FLIPS);
  const replies = fairShares(counts, MOST_REPLIES);
  return new Map(
    [...counts.keys()].map((name) => [
      name,
      { flips: flips.get(name) ?? 0, replies: replies.get(name) ?? 0 },
    ]),
  );
}
