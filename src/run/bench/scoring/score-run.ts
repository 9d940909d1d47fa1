import { join } from "node:path";
import type { ChatClient } from "../../../drivers/chat/options.ts";
import { FvalidateError } from "../../../support/errors.ts";
import { SamplesFile } from "../../accuracy/samples-file.ts";
import { type CapsuleManifest, capsuleFolder } from "../capsule/manifest.ts";
import type { JudgedBench } from "../options.ts";
import { gradeReplies } from "./grade-replies.ts";
import { type Judge, openJudge } from "./judge.ts";
import { type Journals, scoreTask, type TaskScores } from "./score-task.ts";

export interface ScoredRun {
  readonly scores: readonly TaskScores[];
  /** Benchmarks that only a judge scores, where there was none. */
  readonly unjudged: ReadonlySet<string>;
  /** The grader's model; `null` where none was asked. */
  readonly judge: string | null;
  /** What the grader failed with. */
  readonly failure: FvalidateError | null;
}

/** How replies get their verdicts where a benchmark needs a judge: from one that is asked, or from those that were kept. */
export type Grading =
  | { readonly kind: "ask"; readonly openGrader: () => Promise<ChatClient> }
  | { readonly kind: "kept"; readonly model: string };

export interface Scoring {
  readonly options: JudgedBench;
  readonly manifest: CapsuleManifest;
  /** The run's. */
  readonly folder: string;
  readonly journals: Journals;
  /** `null` where nobody grades. */
  readonly grading: Grading | null;
  readonly signal: AbortSignal;
}

/** Scores all benchmarks from the journals and writes `samples.jsonl`. Doing it again gives the same. */
export async function scoreRun(scoring: Scoring): Promise<ScoredRun> {
  const { options, manifest, folder, journals } = scoring;
  const graded = await gradeAll(scoring);
  await using samples = await SamplesFile.create(join(folder, "samples.jsonl"));
  const scores: TaskScores[] = [];
  for (const [i, frozen] of manifest.tasks.entries()) {
    const task = options.tasks[i];
    if (task === undefined) throw new RangeError(`no task ${frozen.name}`);
    const verdictOf = graded.judge?.verdictOf(frozen.name) ?? (() => null);
    const capsule = capsuleFolder(folder);
    const { repeats } = options;
    scores.push(await scoreTask({ task, frozen, capsule, repeats, journals, samples, verdictOf }));
  }
  await samples.finish();
  return { scores, ...graded, judge: graded.model };
}

interface Graded {
  readonly judge: Judge | null;
  readonly model: string | null;
  readonly unjudged: ReadonlySet<string>;
  readonly failure: FvalidateError | null;
}

/** Has the judged benchmarks' replies graded. A grader that fails leaves them without a score, and the rest alone. */
async function gradeAll(scoring: Scoring): Promise<Graded> {
  const judged = scoring.options.tasks.filter(({ benchmark }) => benchmark.score === undefined);
  const unjudged = new Set(judged.map(({ benchmark }) => benchmark.name));
  const none = { judge: null, model: null, unjudged, failure: null };
  const { grading } = scoring;
  if (judged.length === 0 || grading === null) return none;
  if (grading.kind === "kept") return keptVerdicts(scoring, grading.model);
  try {
    await using client = await grading.openGrader();
    const judge = await openJudge(join(scoring.folder, "journal"), client);
    await gradeWith(judge, scoring).finally(() => judge[Symbol.asyncDispose]());
    return { judge, model: client.model, unjudged: new Set(), failure: null };
  } catch (error) {
    if (error instanceof FvalidateError) return { ...none, failure: error };
    throw error;
  }
}

/** Replies without a verdict that was kept stay without one. */
async function keptVerdicts({ folder }: Scoring, model: string): Promise<Graded> {
  const ask = () => Promise.reject(new RangeError("no grader is asked"));
  const judge = await openJudge(join(folder, "journal"), { model, ask });
  await judge[Symbol.asyncDispose]();
  return { judge, model, unjudged: new Set(), failure: null };
}

async function gradeWith(
  judge: Judge,
  { options, manifest, folder, journals, signal }: Scoring,
): Promise<void> {
  for (const [i, frozen] of manifest.tasks.entries()) {
    const task = options.tasks[i];
    if (task === undefined || task.benchmark.judging === undefined) continue;
    await gradeReplies({
      task,
      frozen,
      capsule: capsuleFolder(folder),
      repeats: options.repeats,
      journals,
      judge,
      concurrency: options.concurrency,
      signal,
    });
  }
}
