import { basename, dirname, join } from "node:path";
import { FvalidateError } from "../../support/errors.ts";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";

/** One run of the harness: its results, and the samples that it wrote with them. */
export interface RunFiles {
  /** `null` where only samples are there. */
  readonly results: string | null;
  /** `2026-11-21T13-13-55.179931`; empty where the file's name has none. */
  readonly time: string;
  /** Paths by the task that their names tell. */
  readonly samples: ReadonlyMap<string, string>;
}

const TIME = /_(\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(?:\.\d+)?)\.jsonl?$/;
const SAMPLES = /^samples_(.+)_\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(?:\.\d+)?\.jsonl$/;
const RESULTS_BEGIN = /^\uFEFF?\s*\{\s*"results"\s*:\s*\{/;
const SAMPLE_BEGINS = /^\uFEFF?\s*\{\s*"doc_id"\s*:/;

/** The runs below a folder, or that a file belongs to, the newest first; none where there are no such files. */
export async function locateRuns(path: string): Promise<RunFiles[]> {
  const kind = await kindOfPath(path);
  if (kind === null) return [];
  if (kind === "file") return await runsOfFile(path);
  const files = await filesBelow(path, DEPTH);
  const samples = files.filter((file) => SAMPLES.test(basename(file))).map((file) => join(path, file));
  const results: string[] = [];
  for (const file of files) {
    if (isResultsName(file) && RESULTS_BEGIN.test(await headOf(join(path, file))))
      results.push(join(path, file));
  }
  return results.length > 0 ? pair(results, samples) : await onlySamples(samples);
}

/** The output folder, the model's folder within it. */
const DEPTH = 2;

/** lmms-eval, which took the format over, puts the time first. */
function isResultsName(file: string): boolean {
  const name = basename(file);
  return name.endsWith(".json") && !name.endsWith("_results.json");
}

async function runsOfFile(path: string): Promise<RunFiles[]> {
  const name = basename(path);
  const task = SAMPLES.exec(name)?.[1];
  if (task !== undefined) return await onlySamples([path]);
  if (!isResultsName(name) || !RESULTS_BEGIN.test(await headOf(path))) return [];
  const beside = await filesBelow(dirname(path), 1);
  return pair(
    [path],
    beside.filter((file) => SAMPLES.test(file)).map((file) => join(dirname(path), file)),
  );
}

/** Results and samples of one run lie in one folder and have one time in their names. */
function pair(results: readonly string[], samples: readonly string[]): RunFiles[] {
  refuseSeveralModels(results);
  return results
    .map((path) => {
      const time = timeOf(path);
      return { results: path, time, samples: byTask(samples.filter((one) => timeOf(one) === time)) };
    })
    .sort((a, b) => (a.time < b.time ? 1 : -1));
}

async function onlySamples(samples: readonly string[]): Promise<RunFiles[]> {
  const found: string[] = [];
  for (const path of samples) if (SAMPLE_BEGINS.test(await headOf(path, 256))) found.push(path);
  refuseSeveralModels(found);
  const times = [...new Set(found.map(timeOf))].sort().reverse();
  return times.map((time) => ({
    results: null,
    time,
    samples: byTask(found.filter((path) => timeOf(path) === time)),
  }));
}

function refuseSeveralModels(paths: readonly string[]): void {
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  if (folders.length <= 1) return;
  throw new FvalidateError(
    "input",
    `There are outputs of lm-evaluation-harness in several folders: ${folders.map((folder) => basename(folder)).join(", ")}.`,
    { hint: "Name the folder of one model." },
  );
}

function byTask(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [SAMPLES.exec(basename(path))?.[1] ?? "", path]));
}

function timeOf(path: string): string {
  return TIME.exec(basename(path))?.[1] ?? "";
}
