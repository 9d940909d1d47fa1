import { basename, dirname, join } from "node:path";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";
import { SeveralModelsError } from "../files/several-models.ts";

/** The files of one task; `null` for those that are not there. */
export interface TaskFiles {
  readonly name: string;
  readonly result: string | null;
  readonly evaluated: string | null;
  readonly predictions: string | null;
  readonly information: string | null;
}

/** The output folder, a folder for each task; one above is looked into as well. */
const DEPTH = 3;
const NAMED = /^(.+)_(result|evaluated|config)\.json$/;

/** The tasks below a folder, or that a file belongs to; none where there are no such files. */
export async function locateTasks(path: string): Promise<TaskFiles[]> {
  const kind = await kindOfPath(path);
  if (kind === null) return [];
  const folder = kind === "file" ? dirname(path) : path;
  const all = await filesBelow(folder, kind === "file" ? 1 : DEPTH);
  const found = new Set(all);
  const chosen = kind === "file" ? all.filter((file) => file === basename(path)) : all;
  const tasks = new Map<string, TaskFiles>();
  for (const file of chosen) {
    const stem = await stemOf(folder, file, found);
    if (stem !== null) tasks.set(stem, filesOf(folder, stem, found));
  }
  refuseSeveralModels([...tasks.keys()], folder);
  return [...tasks.values()];
}

/** `sums/sums` for the result, the judged answers or the configuration of `sums`, with what must lie beside them. */
async function stemOf(folder: string, file: string, found: ReadonlySet<string>): Promise<string | null> {
  const [, stem, kind] = NAMED.exec(file) ?? [];
  if (stem === undefined) return null;
  const beside = [`${stem}.json`, join(dirname(file), "task_info.json"), `${stem}_config.json`];
  if (!beside.some((other) => found.has(other))) return null;
  if (kind === "config") return found.has(`${stem}.json`) ? stem : null;
  const head = await headOf(join(folder, file), 4096);
  // What is cut off or empty is this harness's all the same: reading it says what is wrong.
  const foreign = kind === "result" ? /^\s*\[/ : /^\s*(\{|\[\s*\{(?![^}]*"question_id"))/;
  return foreign.test(head) ? null : stem;
}

function filesOf(folder: string, stem: string, found: ReadonlySet<string>): TaskFiles {
  const at = (file: string): string | null => (found.has(file) ? join(folder, file) : null);
  return {
    name: basename(stem),
    result: at(`${stem}_result.json`),
    evaluated: at(`${stem}_evaluated.json`),
    predictions: at(`${stem}.json`),
    information: at(join(dirname(stem), "task_info.json")),
  };
}

function refuseSeveralModels(stems: readonly string[], folder: string): void {
  const outputs = [...new Set(stems.map((stem) => dirname(dirname(stem))))];
  const names = stems.map((stem) => basename(stem));
  if (new Set(names).size === names.length) return;
  throw new SeveralModelsError(folder, outputs);
}
