import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { benchmarkNamed } from "../../../benchmarks/index.ts";
import type { BenchArm, BenchRun } from "../../../contracts/bench-run.ts";
import { disposeAll } from "../../../support/dispose.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { sha256 } from "../../../support/hash.ts";
import { writing } from "../../../support/write-file.ts";
import type { JournalName } from "../../bench/arms/plan.ts";
import { type CapsuleManifest, capsuleFolder } from "../../bench/capsule/manifest.ts";
import { type AnswerJournal, openJournal } from "../../bench/journal/journal.ts";
import type { JudgedBench, Task } from "../../bench/options.ts";
import { buildBenchResult } from "../../bench/result/build.ts";
import { scoreRun } from "../../bench/scoring/score-run.ts";
import { usedRuns } from "../choose-runs.ts";
import { mergeArms } from "../merge-arms.ts";
import { type EndedShard, type Merging, ofEach } from "../merging.ts";
import { copyShardCapsule } from "./copy-capsule.ts";
import { joinJournals } from "./join-journals.ts";
import { joinVerdicts } from "./join-verdicts.ts";

interface EndedBench extends EndedShard {
  readonly run: BenchRun;
}

/** Joins the journals of all shards, and scores and judges them as the run that was not split would have been. */
export async function mergeBench(merging: Merging): Promise<BenchRun> {
  const { chosen, folder, startedAt, endedAt, origin, signal } = merging;
  const [first, ...others] = merging.ended.filter(isBench);
  if (first === undefined) throw new RangeError("no shard of benchmarks ended");
  const ended = [first, ...others];
  const manifest = await copyShardCapsule(first.folder, folder.path);
  const options = await optionsOf(first);
  const journalFolder = join(folder.path, "journal");
  await writing(journalFolder, () => mkdir(journalFolder, { recursive: true }));
  await joinVerdicts(usedRuns(chosen), journalFolder);
  const model = judgeOf(ended);
  const journals = await joinedJournals({ merging, manifest, options, journalFolder, ended });
  try {
    const scored = await scoreRun({
      options,
      manifest,
      folder: folder.path,
      journals,
      grading: model === null ? null : { kind: "kept", model },
      signal,
    });
    return buildBenchResult({
      options,
      id: folder.id,
      startedAt,
      endedAt,
      origin,
      arms: { baseline: armOf(ended, "baseline"), candidate: armOf(ended, "candidate") },
      manifest,
      ...scored,
      failure: chosen.missing,
    });
  } finally {
    await disposeAll(Object.values(journals));
  }
}

function isBench(shard: EndedShard): shard is EndedBench {
  return shard.run.kind === "bench";
}

async function joinedJournals(of: {
  merging: Merging;
  manifest: CapsuleManifest;
  options: JudgedBench;
  journalFolder: string;
  ended: readonly EndedBench[];
}): Promise<Partial<Record<JournalName, AnswerJournal>>> {
  const { merging, manifest, options, journalFolder, ended } = of;
  const fingerprints = [
    ...new Set(ended.flatMap(({ run }) => [run.baseline.fingerprint, run.candidate.fingerprint])),
  ];
  const names = await joinJournals({
    chosen: merging.chosen,
    manifest,
    capsule: capsuleFolder(merging.folder.path),
    journalFolder,
    options,
    fingerprints,
  });
  const journals: Partial<Record<JournalName, AnswerJournal>> = {};
  for (const name of names) {
    journals[name] = await openJournal(join(journalFolder, `${name}.jsonl`), ...fingerprints);
  }
  return journals;
}

/** Graders of two models are two rulers. */
function judgeOf(ended: readonly EndedBench[]): string | null {
  const judged = ended.filter(({ run }) => run.settings.judge !== null);
  const [first] = judged;
  const other = judged.find(({ run }) => run.settings.judge !== first?.run.settings.judge);
  if (first === undefined || other === undefined) return first?.run.settings.judge ?? null;
  throw new FvalidateError(
    "comparison",
    `${first.record.run} and ${other.record.run} are not shards of one run: the judge is ` +
      `${first.run.settings.judge} in the first and ${other.run.settings.judge} in the second.`,
    { hint: "Have one of them graded again by the other's judge: --resume with its --judge-url." },
  );
}

async function optionsOf({ record, run }: EndedBench): Promise<JudgedBench> {
  const { seed, repeats, baselineRepeat, concurrency, api, policy, limits, requireEvidence } = run.settings;
  const timeoutMilliseconds = record.settings["timeoutMilliseconds"];
  if (concurrency === null || api === null || typeof timeoutMilliseconds !== "number") {
    throw new FvalidateError("input", `${record.run} does not say how its questions were asked.`, {
      hint: "Take the shard's folder as fvalidate wrote it.",
    });
  }
  const tasks: Task[] = [];
  for (const { name, ...task } of record.tasks ?? []) {
    tasks.push({ benchmark: await benchmarkNamed(name), ...task });
  }
  return {
    baseline: run.baseline.stack,
    candidate: run.candidate.stack,
    suite: run.suite,
    command: record.command,
    ...{ tasks, seed, repeats, baselineRepeat, concurrency, api, timeoutMilliseconds },
    ...{ policy, limits, requireEvidence },
  };
}

function armOf(ended: readonly EndedBench[], role: "baseline" | "candidate"): BenchArm {
  const arms = ofEach(ended, ({ run }) => run).map(({ index, value }) => ({
    index,
    value: (value as BenchRun)[role],
  }));
  const sum = (read: (arm: BenchArm) => number | null) =>
    arms.reduce((total, { value }) => total + (read(value) ?? 0), 0);
  return {
    ...mergeArms(arms),
    model: arms[0]?.value.model ?? null,
    fingerprint: fingerprintOf(arms.map(({ value }) => value.fingerprint)),
    requests: sum(({ requests }) => requests),
    retries: sum(({ retries }) => retries),
    outages: sum(({ outages }) => outages),
    resumed: sum(({ resumed }) => resumed),
    askedMilliseconds: sum(({ askedMilliseconds }) => askedMilliseconds),
  };
}

/** One stack that was reached at several addresses has the fingerprint of all of them together. */
function fingerprintOf(fingerprints: readonly string[]): string {
  const distinct = [...new Set(fingerprints)].sort();
  const [only, ...others] = distinct;
  return only !== undefined && others.length === 0 ? only : sha256(distinct.join("\n"));
}
