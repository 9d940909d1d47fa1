import { basename } from "node:path";
import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { checked, isRecord, readJson } from "./files/json.ts";
import { figuresOf } from "./lm-eval/figures.ts";
import { tasksOf } from "./lm-eval/groups.ts";
import { locateRuns, type RunFiles } from "./lm-eval/locate.ts";
import { samplesByFilter } from "./lm-eval/samples.ts";
import { type Results, resultsSchema } from "./lm-eval/schema.ts";

/** The format was taken from outputs of version 0.4.13 (`fixtures/outputs/lm-eval`) and from its source. */
export const lmEval: Importer = {
  name: "lm-evaluation-harness",
  description: "results_<time>.json, with samples_<task>_<time>.jsonl beside it from --log_samples",

  async recognises(path) {
    const [newest] = await locateRuns(path).catch(() => []);
    if (newest === undefined) return false;
    return newest.results === null || (await isOurs(newest.results));
  },

  async read(path) {
    const runs = await locateRuns(path);
    const [newest] = runs;
    if (newest === undefined)
      throw new FvalidateError("input", `${path} holds no results of lm-evaluation-harness.`);
    const read = await readRuns(runs);
    return { ...headOf(read[0]?.results ?? null), ...combined(read) };
  },
};

/** lighteval and lmms-eval write files that begin alike: one has no `configs`, the other a version of its own. */
async function isOurs(path: string): Promise<boolean> {
  const content = await readJson(path, "results").catch(() => null);
  // Cut off, it still begins as no other harness's file does; reading it will say what is wrong.
  if (content === null) return true;
  return isRecord(content) && isRecord(content["configs"]) && !Object.hasOwn(content, "lmms_eval_version");
}

interface ReadRun {
  readonly results: Results | null;
  readonly label: string;
  readonly tasks: readonly HarnessTask[];
  readonly notes: readonly string[];
}

/** The newest first, each with the tasks that no newer one has. */
async function readRuns(runs: readonly RunFiles[]): Promise<ReadRun[]> {
  const read: ReadRun[] = [];
  const seen = new Set<string>();
  for (const run of runs) {
    const results =
      run.results === null
        ? null
        : checked(resultsSchema, await readJson(run.results, "results"), run.results);
    const names = results === null ? [...run.samples.keys()] : Object.keys(results.configs);
    const fresh = names.filter((name) => !seen.has(name));
    for (const name of names) seen.add(name);
    const old = names.filter((name) => !fresh.includes(name));
    read.push(await readRun(run, results, { fresh, old }));
  }
  return read;
}

async function readRun(
  run: RunFiles,
  results: Results | null,
  { fresh, old }: { fresh: readonly string[]; old: readonly string[] },
): Promise<ReadRun> {
  const label = basename(run.results ?? `samples of ${run.time}`);
  const notes = old.length === 0 ? [] : [`${label}: there are newer results of ${old.join(", ")}`];
  const figures = [];
  for (const task of fresh) {
    const path = run.samples.get(task);
    const samples = path === undefined ? null : await samplesByFilter(path);
    if (samples === null) notes.push(`${task}: there are no samples (--log_samples), only totals`);
    const found = figuresOf({ task, results, samples });
    figures.push(...found.figures);
    notes.push(...found.notes);
  }
  // A group of which a newer run has a part is not this run's figure any more.
  const { tasks, notes: aboutGroups } = tasksOf(figures, old.length === 0 ? results : withoutGroups(results));
  return { results, label, tasks, notes: [...notes, ...aboutGroups] };
}

function withoutGroups(results: Results | null): Results | null {
  return results && { ...results, group_subtasks: {} };
}

function combined(runs: readonly ReadRun[]): Pick<HarnessOutput, "tasks" | "notes"> {
  const tasks = runs.flatMap((run) => run.tasks);
  const used = runs.filter((run) => run.tasks.length > 0);
  const several =
    used.length > 1 ? [`tasks of several runs: ${used.map(({ label }) => label).join(", ")}`] : [];
  return { tasks, notes: [...several, ...runs.flatMap((run) => run.notes)] };
}

function headOf(results: Results | null): Omit<HarnessOutput, "tasks" | "notes"> {
  const environment: Record<string, string | null | undefined> = {
    lm_eval: results?.lm_eval_version,
    transformers: results?.transformers_version,
    "model source": results?.model_source,
    "git hash": results?.git_hash,
  };
  return {
    harness: lmEval.name,
    version: results?.lm_eval_version ?? null,
    model: results?.model_name ?? null,
    environment: Object.fromEntries(
      Object.entries(environment).flatMap(([key, value]) => (value ? [[key, value]] : [])),
    ),
  };
}
