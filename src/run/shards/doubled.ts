import { countDifferingReplies } from "./bench/differing-replies.ts";
import type { ChosenRuns } from "./choose-runs.ts";
import { differingAnswers } from "./pi0/stored-answers.ts";
import type { ShardRun } from "./read-shards.ts";
import { describeShard } from "./shard.ts";

/**
 * Compares the answers of shards that were run to their end more than once. The first run is used whatever they say;
 * answers that contradict it are told to the report's reader, since a stack that does not repeat itself made them.
 *
 * @param say told of those that say the same, which changes nothing
 */
export async function doubledWarnings(
  doubled: ChosenRuns["doubled"],
  say: (line: string) => void,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const { used, other } of doubled) {
    const part = `${describeShard(used.record.shard)} was run more than once`;
    const differing = await countDiffering(used, other);
    if (differing === 0) say(`${part}: ${other.record.run} answers as ${used.record.run} does.`);
    else {
      warnings.push(
        `${part}, and ${differing} answers of ${other.record.run} are not those of ${used.record.run}, which was begun first and is used.`,
      );
    }
  }
  return warnings;
}

function countDiffering(used: ShardRun, other: ShardRun): Promise<number> {
  if (used.record.kind === "bench") return countDifferingReplies(used, other);
  return differingAnswers(
    { folder: used.folder, stored: used.record.pi0?.answers ?? [] },
    { folder: other.folder, stored: other.record.pi0?.answers ?? [] },
  );
}
