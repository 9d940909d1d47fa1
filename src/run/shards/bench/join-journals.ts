import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAppendFile } from "../../../support/append-file.ts";
import { disposeAll } from "../../../support/dispose.ts";
import { type JournalName, passesOf, placeOfQuestion } from "../../bench/arms/plan.ts";
import type { CapsuleManifest } from "../../bench/capsule/manifest.ts";
import { frozenQuestions } from "../../bench/capsule/questions.ts";
import type { JudgedBench } from "../../bench/options.ts";
import type { ChosenRuns } from "../choose-runs.ts";
import type { ShardRun } from "../read-shards.ts";
import { fingerprintsOf } from "./differing-replies.ts";
import { JournalsOfShard, openShardJournal, type ShardJournal } from "./shard-journals.ts";

export const JOURNAL_NAMES = ["baseline", "baseline-repeat", "candidate"] as const;

export interface JournalJoining {
  readonly chosen: ChosenRuns;
  readonly manifest: CapsuleManifest;
  /** The merged run's capsule and the folder of its journals, which is there. */
  readonly capsule: string;
  readonly journalFolder: string;
  readonly options: Pick<JudgedBench, "repeats" | "baselineRepeat">;
  /** Under which any shard's stacks answered: also those of a shard that was killed. */
  readonly fingerprints: readonly string[];
}

/**
 * Writes the journals of the merged run: every line as its shard wrote it, in the order in which one worker would have
 * asked the whole run. The shards' own files are only read.
 *
 * @returns the journals that there are
 */
export async function joinJournals(joining: JournalJoining): Promise<JournalName[]> {
  const joined: JournalName[] = [];
  for (const name of JOURNAL_NAMES) if (await joinJournal(name, joining)) joined.push(name);
  return joined;
}

async function joinJournal(name: JournalName, joining: JournalJoining): Promise<boolean> {
  const { chosen, manifest, capsule, journalFolder, options } = joining;
  const runs = [...chosen.byIndex.values()].flat();
  if (!runs.some(({ folder }) => existsSync(join(folder, "journal", `${name}.jsonl`)))) return false;
  const shards = new Map<number, JournalsOfShard>();
  try {
    for (const [index, copies] of chosen.byIndex) shards.set(index, await openAll(name, copies, joining));
    await using file = await openAppendFile(join(journalFolder, `${name}.jsonl`), 0);
    const role = name === "candidate" ? "candidate" : "baseline";
    const passes = passesOf(manifest.tasks, {
      role,
      repeats: options.repeats,
      again: options.baselineRepeat,
    });
    for (const { task, repeat } of passes.filter(({ journal }) => journal === name)) {
      let place = 0;
      for await (const question of frozenQuestions(capsule, task)) {
        const shard = shards.get((place % chosen.count) + 1);
        const line = await shard?.lineOf(placeOfQuestion(question, repeat));
        if (typeof line === "string") await file.append(line);
        place += 1;
      }
    }
    return true;
  } finally {
    await disposeAll([...shards.values()]);
  }
}

async function openAll(
  name: JournalName,
  copies: readonly ShardRun[],
  { fingerprints }: JournalJoining,
): Promise<JournalsOfShard> {
  const journals: ShardJournal[] = [];
  for (const copy of copies) {
    const own = fingerprintsOf(copy);
    const journal = await openShardJournal(copy, name, own.length > 0 ? own : fingerprints);
    if (journal !== null) journals.push(journal);
  }
  return new JournalsOfShard(journals);
}
