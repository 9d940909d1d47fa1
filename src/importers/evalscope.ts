import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { HarnessOutput, HarnessSample, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { locateReports, newestReports, type ReportFile } from "./evalscope/locate.ts";
import {
  aggregationOf,
  isComplete,
  isSampleMetric,
  metricName,
  subsetsOf,
  valueKey,
} from "./evalscope/metrics.ts";
import { type ReviewedSample, reviewedSamples, sampleOf } from "./evalscope/samples.ts";
import { type Report, type ReportMetric, reportSchema } from "./evalscope/schema.ts";
import { checked, readJson } from "./files/json.ts";
import { filesBelow, kindOfPath } from "./files/places.ts";
import { yamlScalars } from "./files/yaml-scalars.ts";

/** The format was taken from outputs of versions 1.14.1 and 1.1.1 (`fixtures/outputs/evalscope`) and from their source. */
export const evalscope: Importer = {
  name: "evalscope",
  description: "a work folder with reports/<model>/<dataset>.json, reviews/ and predictions/ beside it",

  async recognises(path) {
    return (await locateReports(path).catch(() => [])).length > 0;
  },

  async read(path) {
    const found = await locateReports(path);
    const [first] = found;
    if (first === undefined) throw new FvalidateError("input", `${path} holds no report of evalscope.`);
    const { newest, notes } = newestReports(found);
    const read = [];
    for (const report of newest) read.push(await readReport(report));
    return {
      harness: evalscope.name,
      version: read[0]?.version ?? null,
      model: read[0]?.model ?? null,
      environment: {},
      tasks: read.flatMap(({ tasks }) => tasks),
      notes: [...notes, ...read.flatMap((one) => one.notes)],
    };
  },
};

interface ReadReport extends Pick<HarnessOutput, "version" | "model" | "tasks" | "notes"> {}

async function readReport(file: ReportFile): Promise<ReadReport> {
  const report = checked(reportSchema, await readJson(file.path, "a report of evalscope"), file.path);
  const config = await configOf(file.workFolder);
  const notes: string[] = [];
  const tasks: HarnessTask[] = [];
  const reviewed = new Map<string, ReviewedSample[] | null>();
  for (const metric of report.metrics) {
    const name = `${report.dataset_name}: ${metricName(metric)}`;
    const left = whyLeftOut(metric);
    if (left !== null) {
      notes.push(`${name} ${left}: left out`);
      continue;
    }
    for (const { name: subset } of subsetsOf(metric))
      if (!reviewed.has(subset)) reviewed.set(subset, await reviewsOf(file, report.dataset_name, subset));
    tasks.push(taskOf({ report, metric, reviewed, config, notes }));
  }
  return { version: config.get("evalscope_version") ?? null, model: report.model_name, tasks, notes };
}

function whyLeftOut(metric: ReportMetric): string | null {
  if (!isSampleMetric(metric)) return "is computed from the same answers as another figure";
  if (metric.semantics?.direction === "lower_is_better") return "is better when lower";
  return metric.score >= 0 && metric.score <= 1 ? null : `is ${metric.score}, no share from 0 to 1`;
}

async function reviewsOf({ path, workFolder }: ReportFile, dataset: string, subset: string) {
  if (workFolder === null) return null;
  const model = basename(dirname(path));
  const place = (kind: string) => join(workFolder, kind, model, `${dataset}_${subset}.jsonl`);
  return await reviewedSamples(subset, { reviews: place("reviews"), predictions: place("predictions") });
}

function taskOf(of: {
  report: Report;
  metric: ReportMetric;
  reviewed: ReadonlyMap<string, ReviewedSample[] | null>;
  config: ReadonlyMap<string, string>;
  notes: string[];
}): HarnessTask {
  const { report, metric, reviewed, notes } = of;
  const name = `${report.dataset_name}: ${metricName(metric)}`;
  const all = subsetsOf(metric).map((subset) => ({ subset, samples: reviewed.get(subset.name) ?? null }));
  const missing = all.filter(({ samples }) => samples === null).map(({ subset }) => subset.name);
  if (missing.length > 0) notes.push(`${name}: there are no reviews of ${missing.join(", ")}`);
  const samples = missing.length > 0 ? null : samplesOf(all, metric, report);
  return {
    name: report.dataset_name,
    metric: metricName(metric),
    settings: settingsOf(report.dataset_name, of.config),
    ...checkedSamples(name, metric, samples, notes),
  };
}

type Checked = Pick<HarnessTask, "reported" | "reportedQuestions" | "aggregation" | "samples">;

/** Answers that do not come to the report's figure are not the ones it is about, unless some of them are missing. */
function checkedSamples(
  name: string,
  metric: ReportMetric,
  samples: readonly HarnessSample[] | null,
  notes: string[],
): Checked {
  const { score: reported, num: reportedQuestions } = metric;
  if (samples === null) return { reported, reportedQuestions, aggregation: "micro", samples };
  if (!isComplete(metric, samples)) {
    const there = samples.filter(({ score }) => score !== null).length;
    notes.push(`${name} is ${reported} over ${reportedQuestions} answers, of which ${there} are there`);
    return { reported: null, reportedQuestions, aggregation: "micro", samples };
  }
  const aggregation = aggregationOf(metric, samples);
  if (aggregation !== null) return { reported, reportedQuestions, aggregation, samples };
  notes.push(`${name} is ${reported}, which its samples do not come to: only the total is compared`);
  return { reported, reportedQuestions, aggregation: "micro", samples: null };
}

function samplesOf(
  all: readonly { readonly subset: { readonly name: string }; readonly samples: ReviewedSample[] | null }[],
  metric: ReportMetric,
  report: Report,
): HarnessSample[] {
  return all.flatMap(({ subset, samples }) => {
    const scored = (samples ?? []).map((sample) => sampleOf(sample, valueKey(metric)));
    const indices = new Set((samples ?? []).map(({ review }) => review.index));
    return [...scored, ...failedSamples(subset.name, indices, report)];
  });
}

/** With `ignore_errors` a request that failed is in no file, only in the report's counts: its index is missing. */
function failedSamples(subset: string, indices: ReadonlySet<number>, report: Report): HarnessSample[] {
  const counts = report.execution_summary?.subsets[subset];
  if (counts === undefined) return [];
  const missing = [...Array(counts.requested).keys()].filter((index) => !indices.has(index));
  return missing.slice(0, counts.errored).map((index) => ({
    id: `${subset}/${index}`,
    contentSha256: null,
    repeat: 0,
    score: null,
    error: "the request failed; evalscope keeps no more than the count",
    ...NOTHING_KNOWN,
    category: subset,
  }));
}

const NOTHING_KNOWN = {
  reply: null,
  prediction: null,
  gold: null,
  truncated: null,
  unparsed: false,
  cluster: null,
  completionTokens: null,
};

/** `configs/task_config.yaml`, in some versions with the time behind its name. */
async function configOf(workFolder: string | null): Promise<Map<string, string>> {
  if (workFolder === null) return new Map();
  const folder = join(workFolder, "configs");
  if ((await kindOfPath(folder)) !== "folder") return new Map();
  const [file] = (await filesBelow(folder, 1)).filter((name) => /^task_config.*\.yaml$/.test(name));
  return file === undefined ? new Map() : yamlScalars(await readFile(join(folder, file), "utf8"));
}

/** How the answers were sampled, not how many were asked for at a time. */
const NOT_SAMPLING = /^(batch_size|timeout|retries|retry_interval|stream|n)$/;

function settingsOf(dataset: string, config: ReadonlyMap<string, string>): Record<string, string> {
  const sampling = [...config].flatMap(([path, value]) => {
    const [, key = ""] = /^generation_config\.([^.]+)$/.exec(path) ?? [];
    return key === "" || NOT_SAMPLING.test(key) ? [] : [[key, value]];
  });
  const shots =
    config.get(`resolved_benchmarks.${dataset}.few_shot_num`) ??
    config.get(`dataset_args.${dataset}.few_shot_num`);
  const found = {
    "few-shot examples": shots,
    repeats: config.get("repeats"),
    seed: config.get("seed"),
    "evaluation version": config.get(`evaluation_identity.benchmarks.${dataset}.evaluation_version`),
  };
  return Object.fromEntries([
    ...sampling,
    ...Object.entries(found).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ]) as Record<string, string>;
}
