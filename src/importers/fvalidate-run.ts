import { dirname, join } from "node:path";
import type { BenchmarkResult, ComparedBenchmark } from "../contracts/bench-result.ts";
import type { BenchRun } from "../contracts/bench-run.ts";
import type { HarnessSample, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { readRun } from "../contracts/read-run.ts";
import { RUN_SCHEMA } from "../contracts/run-parts.ts";
import { FvalidateError } from "../support/errors.ts";
import { splitArm } from "./files/arm-suffix.ts";
import { textsOf } from "./files/cells.ts";
import { filesBelow, headOf, kindOfPath } from "./files/places.ts";
import { type ArmName, samplesOfArm } from "./fvalidate-run/samples.ts";

/** A finished `fvalidate bench`: what one of its arms answered. */
export const fvalidateRun: Importer = {
  name: "fvalidate",
  description:
    "run.json of fvalidate bench, with samples.jsonl, journal/ and capsule/ beside it; #baseline or #candidate behind the path names the arm",

  async recognises(path) {
    const { place } = await splitArm(path);
    const file = await runFileIn(place);
    if (file === null) return false;
    const head = await headOf(file).catch(() => "");
    return head.includes(`"${RUN_SCHEMA}"`) && /"kind"\s*:\s*"bench"/.test(head);
  },

  async read(path) {
    const { place, arm: named } = await splitArm(path);
    const arm = named ?? "candidate";
    const run = await readRun(place);
    if (run.kind !== "bench")
      throw new FvalidateError("input", `${place} is a run of ${run.kind}, not of benchmarks.`);
    const samples = await samplesIn(dirname((await runFileIn(place)) ?? place), arm);
    const read = run.benchmarks.map((result) => taskOf(result, { run, arm, samples }));
    return {
      harness: fvalidateRun.name,
      version: run.tool.version,
      model: run[arm].model,
      environment: { ...run[arm].environment, stack: run[arm].label, source: run[arm].source },
      tasks: read.flatMap((task) => (typeof task === "string" ? [] : [task])),
      notes: [
        ...(run.status === "complete" ? [] : [`the run is ${run.status}`]),
        ...(samples === null ? ["samples.jsonl is not there: only totals are compared"] : []),
        ...read.flatMap((task) => (typeof task === "string" ? [task] : [])),
      ],
    };
  },
};

async function runFileIn(place: string): Promise<string | null> {
  const kind = await kindOfPath(place);
  if (kind !== "folder") return kind === "file" ? place : null;
  const file = join(place, "run.json");
  return (await kindOfPath(file)) === "file" ? file : null;
}

/** By benchmark; `null` where the run's samples were not kept. */
async function samplesIn(folder: string, arm: ArmName): Promise<Map<string, HarnessSample[]> | null> {
  const files = new Set(await filesBelow(folder, 2));
  if (!files.has("samples.jsonl")) return null;
  return await samplesOfArm({
    arm,
    samples: join(folder, "samples.jsonl"),
    journal: files.has(`journal/${arm}.jsonl`) ? join(folder, "journal", `${arm}.jsonl`) : null,
    questions: files.has("capsule/questions.jsonl") ? join(folder, "capsule", "questions.jsonl") : null,
  });
}

interface Source {
  readonly run: BenchRun;
  readonly arm: ArmName;
  readonly samples: ReadonlyMap<string, readonly HarnessSample[]> | null;
}

/** A task, or why there is none. */
function taskOf(result: BenchmarkResult, { run, arm, samples }: Source): HarnessTask | string {
  if ("unscoredReason" in result) return `${result.name}: ${result.unscoredReason}: left out`;
  return {
    name: result.name,
    metric: "accuracy",
    reported: result[arm].accuracy,
    reportedQuestions: result.data.asked,
    aggregation: result.aggregation === "macro of categories" ? result.aggregation : "micro",
    settings: settingsOf(result, run),
    samples: samples?.get(result.name) ?? null,
  };
}

function settingsOf(result: ComparedBenchmark, { settings }: BenchRun): Record<string, string> {
  const { template, extraction, numFewshot, sampling, repeats } = result;
  return textsOf({
    template,
    extraction,
    "few-shot examples": numFewshot,
    sampling,
    repeats,
    api: settings.api,
    judge: settings.judge,
  });
}
