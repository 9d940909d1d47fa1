import { basename, join } from "node:path";
import { overallDecision } from "../../../compare/accuracy/decide-benchmark.ts";
import { type BenchArm, type BenchRun, benchRunSchema } from "../../../contracts/bench-run.ts";
import type { HarnessOutput } from "../../../contracts/harness-output.ts";
import { RUN_SCHEMA } from "../../../contracts/run-parts.ts";
import { sha256 } from "../../../support/hash.ts";
import { packageVersion } from "../../../support/package-root.ts";
import { SamplesFile } from "../../accuracy/samples-file.ts";
import { headlineOf } from "../../bench/result/decide.ts";
import { makeRunFolder, type RunFolder } from "../../run-folder.ts";
import { benchmarksOf, type ScoredTask } from "./benchmarks.ts";
import { requireSameQuestions } from "./comparable.ts";
import type { OutputsOptions, Side, Sides } from "./options.ts";
import { type Pairing, pairSamples } from "./pair-samples.ts";
import { pairTasks, type TaskPair } from "./pair-tasks.ts";
import { readSides } from "./read-sides.ts";
import { scorePair } from "./score-pair.ts";
import { warningsOf } from "./warnings.ts";

export interface ComparedSides {
  readonly result: BenchRun;
  readonly folder: string;
  /** A comparison is whole or it throws. */
  readonly failure: null;
}

/**
 * Compares what two harnesses, or two runs of one, wrote down, with the statistics and policies of `bench`. What was
 * compared is in the run's folder when this returns; the reports are the caller's to write.
 *
 * @throws FvalidateError of kind `input` for outputs that cannot be read, `comparison` for outputs of other questions
 */
export async function compareOutputs(options: OutputsOptions): Promise<ComparedSides> {
  const startedAt = new Date();
  const sides = await readSides(options);
  const { pairs, unpaired } = pairTasks(sides);
  const paired = pairs.map((task) => ({ task, pairing: pairingOf(task) }));
  // Before a folder is made: what is not comparable leaves nothing behind.
  for (const { task, pairing } of paired) if (pairing !== null) requireSameQuestions(task, pairing);
  const name = `${sides.baseline.label}-${sides.candidate.label}`.replace(/[^\w.-]+/g, "_");
  const folder = await makeRunFolder(options.outputPath, { kind: "compare", name, startedAt });
  const tasks = await scoreAll(paired, folder);
  const benchmarks = benchmarksOf(tasks, sides, options);
  const decision = overallDecision(benchmarks);
  const result: BenchRun = {
    ...headOf(options, { folder, startedAt, sides }),
    baseline: armOf(sides.baseline),
    candidate: armOf(sides.candidate),
    capsule: capsuleOf(tasks),
    settings: settingsOf(options, tasks),
    benchmarks,
    verdict: decision.verdict,
    headline: headlineOf(decision.verdict, {
      baseline: sides.baseline.label,
      candidate: sides.candidate.label,
    }),
    reasons: decision.reasons,
    warnings: warningsOf({ sides, tasks, benchmarks, unpaired }),
  };
  return { result: benchRunSchema.parse(result), folder: folder.path, failure: null };
}

function pairingOf({ name, baseline, candidate }: TaskPair): Pairing | null {
  if (baseline.samples === null || candidate.samples === null) return null;
  return pairSamples(name, baseline.samples, candidate.samples);
}

async function scoreAll(
  paired: readonly { readonly task: TaskPair; readonly pairing: Pairing | null }[],
  folder: RunFolder,
): Promise<ScoredTask[]> {
  await using samples = await SamplesFile.create(join(folder.path, "samples.jsonl"));
  const tasks: ScoredTask[] = [];
  for (const { task, pairing } of paired) {
    const scored = pairing && { pairing, scores: await scorePair(task, pairing, samples) };
    tasks.push({ task, scored });
  }
  await samples.finish();
  return tasks;
}

function headOf(
  options: OutputsOptions,
  { folder, startedAt, sides }: { folder: RunFolder; startedAt: Date; sides: Sides },
) {
  const harnesses = [...new Set([sides.baseline, sides.candidate].map(({ output }) => output.harness))];
  const sources = [sides.baseline, sides.candidate].map(({ path, label }) => `${label} (${basename(path)})`);
  return {
    schema: RUN_SCHEMA as typeof RUN_SCHEMA,
    id: folder.id,
    createdAt: startedAt.toISOString(),
    durationMilliseconds: Date.now() - startedAt.getTime(),
    status: "complete" as const,
    failure: null,
    tool: { version: packageVersion(), node: process.versions.node },
    command: [...options.command],
    suite: { name: "outputs", title: `outputs of ${harnesses.join(" and ")}` },
    origin: `Compared outputs of ${harnesses.join(" and ")}: ${sources.join(", ")}. No server was contacted.`,
    kind: "bench" as const,
  };
}

function armOf({ path, label, output }: Side): BenchArm {
  const { harness, version, model, environment } = output;
  return {
    stack: label,
    label,
    source: "file",
    environment: {
      ...environment,
      harness: version === null ? harness : `${harness} ${version}`,
      output: basename(path),
    },
    evidence: {
      status: "not applicable",
      summary: `An output of ${harness}: nothing in it proves what it was computed on.`,
    },
    model,
    fingerprint: fingerprintOf(output),
    requests: null,
    retries: null,
    outages: null,
    resumed: null,
    askedMilliseconds: null,
  };
}

/** Over which samples there are and how they scored; the same output has the same. */
function fingerprintOf({ tasks }: HarnessOutput): string {
  const lines = tasks.map(({ name, metric, reported, samples }) => {
    const scores = (samples ?? []).map(({ id, repeat, score }) => [id, repeat, score]);
    return sha256(JSON.stringify([name, metric, reported, scores]));
  });
  return sha256(lines.join("\n"));
}

/** Several figures of one task are about the same questions. */
function capsuleOf(tasks: readonly ScoredTask[]): BenchRun["capsule"] {
  const byName = new Map(
    tasks.map(({ task, scored }) => [task.baseline.name, { task, pairs: scored?.pairing.pairs ?? [] }]),
  );
  const questions = [...byName.values()].map(({ task, pairs }) => ({
    name: task.baseline.name,
    ids: new Set(pairs.map(({ baseline }) => baseline.id)).size,
    contents: pairs.map(({ baseline, by }) => [
      baseline.id,
      baseline.repeat,
      by === "id alone" ? null : baseline.contentSha256,
    ]),
  }));
  const isKnown = questions.every(({ contents }) => contents.every(([, , content]) => content !== null));
  const count = questions.reduce((sum, { ids }) => sum + ids, 0);
  return {
    sha256:
      isKnown && count > 0 ? sha256(JSON.stringify(questions.map((one) => [one.name, one.contents]))) : null,
    questions: count,
    description: questions.map(({ name, ids }) => `${name} ${ids}`).join(", "),
  };
}

function settingsOf(options: OutputsOptions, tasks: readonly ScoredTask[]): BenchRun["settings"] {
  return {
    seed: options.seed,
    repeats: Math.max(1, ...tasks.map(({ scored }) => scored?.scores.repeats ?? 1)),
    baselineRepeat: false,
    concurrency: null,
    api: null,
    timeoutSeconds: null,
    policy: options.policy,
    limits: options.limits,
    requireEvidence: false,
    judge: null,
  };
}
