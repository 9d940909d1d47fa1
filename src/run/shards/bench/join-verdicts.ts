import { existsSync } from "node:fs";
import { join } from "node:path";
import { readLines } from "../../../support/read-lines.ts";
import { writeWhole } from "../../../support/write-file.ts";
import type { ShardRun } from "../read-shards.ts";

const FILE = "verdicts.jsonl";

/**
 * Puts the graders' verdicts of all shards together; where two graded one reply to one question, the first shard's counts,
 * as a run that was not split has each distinct reply graded once.
 */
export async function joinVerdicts(shards: readonly ShardRun[], journalFolder: string): Promise<void> {
  const verdicts = new Map<string, string>();
  let isThere = false;
  for (const { folder } of shards) {
    const path = join(folder, "journal", FILE);
    if (!existsSync(path)) continue;
    isThere = true;
    for await (const { text, isEnded } of readLines(path)) {
      if (!isEnded) continue;
      const { key, verdict } = JSON.parse(text) as { key: string; verdict: number | null };
      if (verdict !== null && !verdicts.has(key)) verdicts.set(key, text);
    }
  }
  if (!isThere) return;
  const lines = [...verdicts.values()].map((line) => `${line}\n`);
  await writeWhole(join(journalFolder, FILE), lines.join(""));
}
