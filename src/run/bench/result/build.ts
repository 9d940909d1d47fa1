import { comparePairs } from "../../../compare/accuracy/compare-pairs.ts";
import { overallDecision } from "../../../compare/accuracy/decide-benchmark.ts";
import type { BenchmarkResult } from "../../../contracts/bench-result.ts";
import { type BenchArm as ArmResult, type BenchRun, benchRunSchema } from "../../../contracts/bench-run.ts";
import { RUN_SCHEMA } from "../../../contracts/run-parts.ts";
import type { FvalidateError } from "../../../support/errors.ts";
import { packageVersion } from "../../../support/package-root.ts";
import type { Gatherings } from "../arms/arm-context.ts";
import type { BenchArm } from "../arms/open-arms.ts";
import type { CapsuleManifest } from "../capsule/manifest.ts";
import type { BenchOptions } from "../options.ts";
import type { TaskScores } from "../scoring/score-task.ts";
import { comparedBenchmark, pairedScoresOf, unscoredBenchmark } from "./benchmark.ts";
import { decideRun, headlineOf } from "./decide.ts";
import { describeBenchOrigin } from "./origin.ts";
import { warningsOf } from "./warnings.ts";

/** Everything that a finished run's result is made of. */
export interface BenchParts {
  readonly options: BenchOptions;
  readonly id: string;
  readonly startedAt: Date;
  readonly arms: readonly BenchArm[];
  readonly gathered: Gatherings;
  readonly manifest: CapsuleManifest;
  /** In the order of the tasks. */
  readonly scores: readonly TaskScores[];
  /** Benchmarks that only a judge scores, where there was none. */
  readonly unjudged: ReadonlySet<string>;
  readonly judge: string | null;
  readonly failure: FvalidateError | null;
}

/** The whole result of a run, in the form in which `run.json` holds it. */
export async function buildBenchResult(parts: BenchParts): Promise<BenchRun> {
  const { options, manifest, failure, startedAt } = parts;
  const baseline = await armOf(parts, "baseline");
  const candidate = await armOf(parts, "candidate");
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
    durationMilliseconds: Date.now() - startedAt.getTime(),
    status: failure === null ? "complete" : failure.kind === "interrupted" ? "interrupted" : "failed",
    failure: failure && { kind: failure.kind, message: failure.message, hint: failure.hint ?? null },
    tool: { version: packageVersion(), node: process.versions.node },
    command: [...options.command],
    suite: { name: options.suite.name, title: options.suite.title },
    origin: describeBenchOrigin(parts.arms),
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

async function armOf(
  { arms, gathered, startedAt }: BenchParts,
  role: "baseline" | "candidate",
): Promise<ArmResult> {
  const arm = arms.find((one) => one.role === role);
  if (arm === undefined) throw new RangeError(`no ${role}`);
  const { stack, label, opened } = arm;
  const report = gathered.reports[role];
  const { serverFacts = {}, ...asked } = report ?? NEVER_ASKED;
  return {
    stack,
    label,
    source: opened.source,
    environment: { ...opened.environment, ...serverFacts },
    evidence: await opened.evidence(startedAt),
    ...asked,
  };
}

const NEVER_ASKED = {
  model: null,
  fingerprint: "",
  serverFacts: {},
  requests: 0,
  retries: 0,
  outages: 0,
  resumed: 0,
  askedMilliseconds: 0,
};

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
