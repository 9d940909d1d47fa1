import { basename } from "node:path";
import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { textsOf } from "./files/cells.ts";
import { checked, readJson } from "./files/json.ts";
import { isFound } from "./files/several-models.ts";
import { figuresOf } from "./lmms-eval/figures.ts";
import { locateRuns, type RunFiles } from "./lmms-eval/locate.ts";
import { readLogged } from "./lmms-eval/logged.ts";
import { type Results, resultsSchema } from "./lmms-eval/schema.ts";

/** The format was taken from outputs of lmms-eval 0.7.3 (`fixtures/outputs/lmms-eval`) and from its source. */
export const lmmsEval: Importer = {
  name: "lmms-eval",
  description: "<time>_results.json, with <time>_samples_<task>.jsonl beside it from --log_samples",

  async recognises(path) {
    return await isFound(locateRuns(path));
  },

  async read(path) {
    const runs = await locateRuns(path);
    const [newest] = runs;
    if (newest === undefined) throw new FvalidateError("input", `${path} holds no results of lmms-eval.`);
    const tasks: HarnessTask[] = [];
    const notes: string[] = [];
    for (const run of runs) {
      const read = await readRun(run, new Set(tasks.map(({ name }) => name)));
      tasks.push(...read.tasks);
      notes.push(...read.notes);
    }
    return { ...headOf(await resultsOf(newest)), tasks, notes };
  },
};

async function resultsOf({ results: path }: RunFiles): Promise<Results> {
  return checked(resultsSchema, await readJson(path, "results of lmms-eval"), path);
}

/** Tasks of a run that no newer one has. */
async function readRun(
  run: RunFiles,
  newer: ReadonlySet<string>,
): Promise<Pick<HarnessOutput, "tasks" | "notes">> {
  const results = await resultsOf(run);
  const tasks: HarnessTask[] = [];
  const notes: string[] = [];
  for (const [task, figures] of Object.entries(results.results)) {
    if (newer.has(task)) {
      notes.push(`${basename(run.results)}: there are newer results of ${task}`);
      continue;
    }
    const path = run.samples.get(task);
    const logged = path === undefined ? null : await readLogged(path);
    const found = figuresOf({ task, figures, results, logged });
    tasks.push(...found.tasks);
    notes.push(...found.notes);
  }
  return { tasks, notes };
}

function headOf(results: Results): Omit<HarnessOutput, "tasks" | "notes"> {
  const { lmms_eval_version: version, git_hash: hash, model_source: source, config } = results;
  return {
    harness: lmmsEval.name,
    version: version === undefined || version?.startsWith("unknown") ? null : version,
    model: results.model_name || (textsOf({ model: config?.["model"] })["model"] ?? null),
    environment: textsOf({
      "model source": source,
      "git hash": hash,
      "model backend": config?.["model_backend"],
    }),
  };
}
