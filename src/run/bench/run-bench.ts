import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { openChatClient } from "../../drivers/chat/client.ts";
import { disposeAll } from "../../support/dispose.ts";
import { FvalidateError } from "../../support/errors.ts";
import { lockFile } from "../../support/lock-file.ts";
import { writing } from "../../support/write-file.ts";
import type { RunFolder } from "../run-folder.ts";
import { asksNothing, beginBenchShard, overBudget, unjudgedBench } from "../shards/bench/shard-run.ts";
import type { ArmProgress, Gatherings } from "./arms/arm-context.ts";
import { type BenchArm, openBenchArms } from "./arms/open-arms.ts";
import { askArms } from "./arms/phases.ts";
import { freezeQuestions } from "./capsule/freeze.ts";
import { type CapsuleManifest, capsuleFolder, readManifest } from "./capsule/manifest.ts";
import type { OpenSource } from "./capsule/rows.ts";
import type { BenchOptions } from "./options.ts";
import { armResults } from "./result/arms.ts";
import { buildBenchResult } from "./result/build.ts";
import { describeBenchOrigin } from "./result/origin.ts";
import { folderFor } from "./resume.ts";
import { type Grading, scoreRun } from "./scoring/score-run.ts";

/** What a run of benchmarks tells while it runs. */
export interface BenchEvents {
  /** What the answers will come from; before the first question. */
  onStart(origin: string): void;
  onProgress(progress: ArmProgress): void;
  onNote(line: string): void;
}

/** Where data sets come from. */
export interface DataPlaces {
  readonly open: OpenSource;
  readonly cacheFolder: string;
}

export interface FinishedBench {
  readonly folder: string;
  /** `null` where the questions were to be frozen and no more. */
  readonly result: BenchRun | null;
  /** What ended the run early. */
  readonly failure: FvalidateError | null;
}

/**
 * Freezes the questions, has both stacks answer them, scores the answers and judges their differences. Everything that
 * came is in the run's folder when this returns; the reports are the caller's to write.
 *
 * @throws FvalidateError for what stops a run before its first question; what stops it later is in the result
 */
export async function runBench(
  options: BenchOptions,
  places: DataPlaces,
  events: BenchEvents,
  signal: AbortSignal,
): Promise<FinishedBench> {
  const startedAt = new Date();
  await using arms = await openBenchArms(options);
  const folder = await folderFor(options, startedAt);
  await using _lock = await lockFile(join(folder.path, "lock"), `The run ${folder.id}`);
  const manifest = await frozenOrFreeze({ options, places, folder, signal });
  if (options.freezeOnly) return { folder: folder.path, result: null, failure: null };
  await beginBenchShard(options, folder, { startedAt, manifest });
  events.onStart(describeBenchOrigin(arms.all));
  const journalFolder = join(folder.path, "journal");
  await writing(journalFolder, () => mkdir(journalFolder, { recursive: true }));
  const run = { options, arms: arms.all, folder, manifest, events, signal, startedAt };
  const gathered: Gatherings = { journals: {}, reports: {} };
  try {
    const capsule = capsuleFolder(folder.path);
    const { onProgress, onNote } = events;
    const asking = { options, manifest, capsule, journalFolder, signal, onProgress, onNote };
    // A shard without a question starts nothing and contacts nobody.
    const isEmpty = asksNothing(options, manifest);
    const failure = isEmpty ? null : await askArms(arms.all, asking, gathered);
    return await judgeAnswers(run, { gathered, failure, isEmpty });
  } finally {
    await disposeAll(Object.values(gathered.journals));
  }
}

interface BegunBench {
  readonly options: BenchOptions;
  readonly arms: readonly BenchArm[];
  readonly folder: RunFolder;
  readonly manifest: CapsuleManifest;
  readonly events: BenchEvents;
  readonly signal: AbortSignal;
  readonly startedAt: Date;
}

async function judgeAnswers(
  { options, arms, folder, manifest, events, signal, startedAt }: BegunBench,
  asked: { gathered: Gatherings; failure: FvalidateError | null; isEmpty: boolean },
): Promise<FinishedBench> {
  const { gathered, failure, isEmpty } = asked;
  const scored = await scoreRun({
    options,
    manifest,
    folder: folder.path,
    journals: gathered.journals,
    // After an interruption nobody waits for a grader.
    grading: failure === null && !isEmpty ? gradingBy(options, events, signal) : null,
    signal,
  });
  const ended = failure ?? scored.failure;
  const result = buildBenchResult({
    options,
    id: folder.id,
    startedAt,
    endedAt: new Date(),
    origin: describeBenchOrigin(arms),
    arms: await armResults(arms, gathered, startedAt),
    manifest,
    ...scored,
    failure: ended,
  });
  return {
    folder: folder.path,
    result: unjudgedBench(result, options),
    failure: ended ?? overBudget(options, scored.scores),
  };
}

async function frozenOrFreeze(request: {
  options: BenchOptions;
  places: DataPlaces;
  folder: RunFolder;
  signal: AbortSignal;
}): Promise<CapsuleManifest> {
  const { options, places, folder, signal } = request;
  const capsule = capsuleFolder(folder.path);
  const found = options.resume.kind === "new" ? null : await readManifest(capsule);
  if (found !== null) return found;
  try {
    return await freezeQuestions({ options, folder: capsule, ...places, signal });
  } catch (error) {
    // A mistake in what was asked for, not a stop to go on from: its folder would only be in the way.
    const isMistake = error instanceof FvalidateError && ["input", "usage"].includes(error.kind);
    if (isMistake && options.resume.kind === "new") await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

/** A line to the grader, opened when there is something to grade. */
function gradingBy(
  { judge, ...options }: BenchOptions,
  { onNote }: BenchEvents,
  signal: AbortSignal,
): Grading | null {
  if (judge === null) return null;
  const openGrader = () =>
    openChatClient(
      {
        urls: [judge.url],
        model: judge.model,
        api: "chat",
        apiKey: process.env["FVALIDATE_JUDGE_API_KEY"] ?? process.env["OPENAI_API_KEY"] ?? null,
        concurrency: options.concurrency,
        timeoutMilliseconds: options.timeoutMilliseconds,
        maxRetries: options.maxRetries,
        outageMilliseconds: options.outageMilliseconds,
        say: (line) => onNote(`judge: ${line}`),
      },
      signal,
    );
  return { kind: "ask", openGrader };
}
