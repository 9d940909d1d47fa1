import type { HarnessOutput, HarnessTask, Importer } from "../contracts/harness-output.ts";
import { FvalidateError } from "../support/errors.ts";
import { isFound } from "./files/several-models.ts";
import { locateRun, type RunFiles } from "./opencompass/locate.ts";
import { readSummary, type Summary, tasksOfSummary } from "./opencompass/summary.ts";
import { readTask } from "./opencompass/task.ts";

/** The format was taken from outputs of OpenCompass 0.5.4 (`fixtures/outputs/opencompass`) and from its source. */
export const openCompass: Importer = {
  name: "OpenCompass",
  description:
    "<time>/results/<model>/<data set>.json and predictions/<model>/…, with scores of single questions from --dump-eval-details; or <time>/summary/*.csv",

  async recognises(path) {
    return await isFound(locateRun(path));
  },

  async read(path) {
    const run = await locateRun(path);
    if (run === null) throw new FvalidateError("input", `${path} holds no results of OpenCompass.`);
    const summary = run.summary === null ? null : await readSummary(run.summary);
    const { tasks, notes } =
      run.results.size > 0 || summary === null
        ? await tasksOf(run, summary)
        : tasksOfSummary(summary, run.model);
    return {
      harness: openCompass.name,
      version: null,
      model: run.model ?? summary?.models[0] ?? null,
      environment: {},
      tasks,
      notes: [...run.notes, ...notes],
    };
  },
};

async function tasksOf(
  { results, predictions }: RunFiles,
  summary: Summary | null,
): Promise<Pick<HarnessOutput, "tasks" | "notes">> {
  const tasks: HarnessTask[] = [];
  const notes: string[] = [];
  for (const [name, path] of results) {
    const read = await readTask(name, path, predictions.get(name) ?? []);
    notes.push(...read.notes);
    const { task } = read;
    if (task !== null) tasks.push({ ...task, settings: summary?.settings.get(name) ?? {} });
  }
  const unscored = [...predictions.keys()].filter((name) => !results.has(name));
  if (unscored.length > 0) notes.push(`asked, but not evaluated: ${unscored.join(", ")}`);
  return { tasks, notes };
}
