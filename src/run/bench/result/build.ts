import { comparePairs } from "../../../compare/accuracy/compare-pairs.ts";
import { overallDecision } from "../../../compare/accuracy/decide-benchmark.ts";
import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import { type BenchArm as ArmResult, type BenchRun, benchRunSchema } from "../../../contracts/bench-run.ts";
import { RUN_SCHEMA } from "../../../contracts/run-parts.ts";
import type { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import type { CapsuleManifest } from "../capsule/manifest.ts";
import type { JudgedBench } from "../options.ts";
import type { TaskScores } from "../scoring/score-task.ts";
import { comparedBenchmark, pairedScoresOf, unscoredBenchmark } from "./benchmark.ts";
import { decideRun, headlineOf } from "./decide.ts";
import { warningsOf } from "./warnings.ts";

/** Everything that a finished run's result is made of. */
export interface BenchParts {
  readonly options: JudgedBench;
  readonly id: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** The first line of every report. */
  readonly origin: string;
  readonly arms: { readonly baseline: ArmResult; readonly candidate: ArmResult };
  readonly manifest: CapsuleManifest;
  /** In the order of the tasks. */
  readonly scores: readonly TaskScores[];
  /** Benchmarks that only a judge scores, where there was none. */
  readonly unjudged: ReadonlySet<string>;
  readonly judge: string | null;
  readonly failure: FvalidateError | null;
}

/** The whole result of a run, in the form in which `run.json` holds it. */
export function buildBenchResult(parts: BenchParts): BenchRun {
  const { options, manifest, failure, startedAt, endedAt } = parts;
  const { baseline, candidate } = parts.arms;
  const benchmarks = benchmarksOf(parts);
  const decision = decideRun({
    overall: overallDecision(benchmarks),
    failure,
    arms: [baseline, candidate],
    requireEvidence: options.requireEvidence,
    identical: areIdentical(parts.scores),
  });
  const result: BenchRun = {
    schema: RUN_SCHEMA,
    id: parts.id,
    createdAt: startedAt.toISOString(),
    durationMilliseconds: endedAt.getTime() - startedAt.getTime(),
    status: failure === null ? "complete" : failure.kind === "interrupted" ? "interrupted" : "failed",
    failure: failure && { kind: failure.kind, message: failure.message, hint: failure.hint ?? null },
    tool: { version: packageVersion(), node: process.versions.node },
    command: [...options.command],
    suite: { name: options.suite.name, title: options.suite.title },
    origin: parts.origin,
    kind: "bench",
    baseline,
    candidate,
    capsule: {
      sha256: manifest.sha256,
      questions: manifest.tasks.reduce((sum, { questions }) => sum + questions, 0),
      description: manifest.tasks.map(({ name, questions }) => `${name} ${questions}`).join(", "),
    },
    settings: settingsOf(parts),
    benchmarks,
    verdict: decision.verdict,
    headline: headlineOf(decision.verdict, options),
    reasons: decision.reasons,
    warnings: warningsOf({ parts, baseline, candidate, benchmarks }),
  };
  // Parsed, so that what is written is what every reader of the schema accepts, keys in the schema's order.
  return benchRunSchema.parse(result);
}

/** Statistics of all benchmarks at once, since p is adjusted for their number. */
function benchmarksOf({ options, scores, unjudged, failure }: BenchParts): BenchmarkResult[] {
  const comparable = scores.filter(({ task, pairs }) => pairs.n > 0 && !unjudged.has(task.benchmark.name));
  const compared = comparePairs(
    comparable.map((task) => pairedScoresOf(task, options.repeats)),
    { limits: options.limits, seed: options.seed },
  );
  return scores.map((task) => {
    const found = compared[comparable.indexOf(task)];
    if (found !== undefined) return comparedBenchmark(task, found, options);
    const reason = unjudged.has(task.task.benchmark.name)
      ? noVerdicts(task, failure)
      : nothingPaired(task, failure);
    return unscoredBenchmark(task, reason, options);
  });
}

function noVerdicts({ task }: TaskScores, failure: FvalidateError | null): string {
  if (failure !== null) return `the judge of ${task.benchmark.name} did not finish: ${failure.message}`;
  return `${task.benchmark.name} is scored by a judge, and none was given: name an OpenAI-compatible server with --judge-url`;
}

/** With what the servers said, where they refused everything. */
function nothingPaired({ task, baseline, candidate }: TaskScores, failure: FvalidateError | null): string {
  const said = failure?.message ?? baseline.firstError ?? candidate.firstError;
  return `no question of ${task.benchmark.name} was answered by both arms${said === null ? "" : `: ${said}`}`;
}

/** Whether all replies of the candidate are the baseline's to the letter. */
function areIdentical(scores: readonly TaskScores[]): boolean {
  const replies = scores.reduce((sum, { pairs }) => sum + pairs.replies, 0);
  const identical = scores.reduce((sum, { pairs }) => sum + pairs.identicalReplies, 0);
  return replies > 0 && identical === replies;
}

function settingsOf({ options, judge }: BenchParts): BenchRun["settings"] {
  const { seed, repeats, baselineRepeat, concurrency, api, policy, limits, requireEvidence } = options;
  const timeoutSeconds = options.timeoutMilliseconds / 1000;
  return {
    seed,
    repeats,
    baselineRepeat,
    concurrency,
    api,
    timeoutSeconds,
    policy,
    limits,
    requireEvidence,
    judge,
  };
}
