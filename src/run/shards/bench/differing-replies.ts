import { recordSchema } from "../../bench/journal/record.ts";
import type { ShardRun } from "../read-shards.ts";
import { openShardJournal } from "./shard-journals.ts";

/** How many requests two runs of one shard answered differently: another text, another end, or an error in one. */
export async function countDifferingReplies(first: ShardRun, other: ShardRun): Promise<number> {
  let differing = 0;
  for (const name of ["baseline", "baseline-repeat", "candidate"] as const) {
    await using journal = await openShardJournal(first, name, fingerprintsOf(first));
    await using again = await openShardJournal(other, name, fingerprintsOf(other));
    if (journal === null || again === null) continue;
    for (const place of journal.places) {
      const reply = replyOf(await journal.lineAt(place));
      if (reply !== replyOf(await again.lineAt(place))) differing += 1;
    }
  }
  return differing;
}

/** Under which the shard's own stacks answered, where its run ended. */
export function fingerprintsOf({ run }: ShardRun): string[] {
  return run?.kind === "bench" ? [run.baseline.fingerprint, run.candidate.fingerprint] : [];
}

function replyOf(line: string | null): string | null {
  if (line === null) return null;
  const record = recordSchema.parse(JSON.parse(line));
  return record.state === "errored"
    ? "errored"
    : JSON.stringify([record.text, record.reasoning, record.finishReason]);
}
