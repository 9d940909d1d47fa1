import { basename, dirname, join } from "node:path";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";
import { SeveralModelsError } from "../files/several-models.ts";

/** One model's part of a run. */
export interface RunFiles {
  /** `null` where only a summary is there. */
  readonly model: string | null;
  /** Results by data set. */
  readonly results: ReadonlyMap<string, string>;
  /** Replies by data set, in order where they are split over several files. */
  readonly predictions: ReadonlyMap<string, readonly string[]>;
  readonly summary: string | null;
  readonly notes: readonly string[];
}

/** A run is named by the time at which it began. */
const RUN = /^\d{8}_\d{6}$/;
const SUMMARY = /^summary\/[^/]*\.csv$/;
const SUMMARY_BEGINS = /^\uFEFF?"?dataset"?,"?version"?,"?metric"?,"?mode"?,/;

/** The run that a path names: its folder, the folder above of several, or `results/<model>`; `null` for anything else. */
export async function locateRun(path: string): Promise<RunFiles | null> {
  if ((await kindOfPath(path)) === "file") {
    const isSummary = path.endsWith(".csv") && SUMMARY_BEGINS.test(await headOf(path, 256));
    return isSummary ? onlySummary(path) : null;
  }
  if ((await kindOfPath(path)) !== "folder") return null;
  const parent = basename(dirname(path));
  if (parent === "results" || parent === "predictions")
    return await runOf(dirname(dirname(path)), basename(path));
  return (await runOf(path, null)) ?? (await newestRun(path));
}

async function newestRun(folder: string): Promise<RunFiles | null> {
  const files = await filesBelow(folder, 5);
  const runs = [...new Set(files.flatMap(runIn))].sort((a, b) => (basename(a) < basename(b) ? 1 : -1));
  for (const run of runs) {
    const found = await runOf(join(folder, run), null);
    if (found === null) continue;
    const older = runs.filter((other) => other !== run).map((other) => basename(other));
    const notes =
      older.length === 0 ? [] : [`${basename(run)} is read; there are older runs: ${older.join(", ")}`];
    return { ...found, notes };
  }
  return null;
}

function runIn(file: string): string[] {
  const parts = file.split("/");
  const at = parts.findIndex((part) => RUN.test(part));
  return at === -1 ? [] : [parts.slice(0, at + 1).join("/")];
}

async function runOf(folder: string, model: string | null): Promise<RunFiles | null> {
  const files = await filesBelow(folder, 3);
  const results = modelsIn(files, "results");
  const predictions = modelsIn(files, "predictions");
  const [summary] = files.filter((file) => SUMMARY.test(file)).reverse();
  const models = [...new Set([...results, ...predictions])];
  const chosen = model ?? oneOf(models, folder);
  if (chosen === null) return summary === undefined ? null : await summaryIn(folder, summary);
  const all = files.filter((file) => file.startsWith(`predictions/${chosen}/`));
  const own = files.filter((file) => file.startsWith(`results/${chosen}/`));
  if (!(await looksLikeOurs(folder, own, all))) return null;
  const names = own.map(nameOf);
  return {
    model: chosen,
    results: new Map(own.map((file) => [nameOf(file), join(folder, file)])),
    predictions: byDataSet(folder, all, new Set(names)),
    summary: summary === undefined ? null : join(folder, summary),
    notes: [],
  };
}

function modelsIn(files: readonly string[], kind: string): string[] {
  return files.flatMap((file) => {
    const [first, model, name, more] = file.split("/");
    return first === kind && model !== undefined && name?.endsWith(".json") && more === undefined
      ? [model]
      : [];
  });
}

function oneOf(models: readonly string[], folder: string): string | null {
  const [only, another] = models;
  if (another === undefined) return only ?? null;
  throw new SeveralModelsError(folder, models, `Name one of them: ${join(folder, "results", only ?? "")}.`);
}

/** A data set's figure comes first, or that there is none. */
const RESULT_BEGINS = /^\uFEFF?\s*\{\s*("(error|details)"|"[^"]+"\s*:\s*(-?\d|NaN))/;
const REPLY_HOLDS = /"(origin_prompt|prediction|label: )/;

/** Others write folders of these names too. Only here are replies and results of one data set files of the same name. */
async function looksLikeOurs(
  folder: string,
  results: readonly string[],
  predictions: readonly string[],
): Promise<boolean> {
  for (const reply of predictions)
    if (reply.endsWith(".json") && REPLY_HOLDS.test(await headOf(join(folder, reply)))) return true;
  for (const result of results) if (RESULT_BEGINS.test(await headOf(join(folder, result), 1024))) return true;
  return false;
}

async function summaryIn(folder: string, summary: string): Promise<RunFiles | null> {
  const path = join(folder, summary);
  return SUMMARY_BEGINS.test(await headOf(path, 256)) ? onlySummary(path) : null;
}

function onlySummary(summary: string): RunFiles {
  return { model: null, results: new Map(), predictions: new Map(), summary, notes: [] };
}

function nameOf(file: string): string {
  return basename(file, ".json");
}

/** `<data set>.json`, or `<data set>_0.json`, `<data set>_1.json` … where the questions were shared out. */
function byDataSet(
  folder: string,
  files: readonly string[],
  dataSets: ReadonlySet<string>,
): Map<string, string[]> {
  const found = new Map<string, { part: number; path: string }[]>();
  for (const file of files.filter((one) => one.endsWith(".json"))) {
    const name = nameOf(file);
    const [, stem = name, part] = /^(.+)_(\d+)$/.exec(name) ?? [];
    const isPart = part !== undefined && !dataSets.has(name);
    const key = isPart ? stem : name;
    const parts = found.get(key) ?? [];
    parts.push({ part: isPart ? Number(part) : -1, path: join(folder, file) });
    found.set(key, parts);
  }
  return new Map([...found].map(([name, parts]) => [name, inOrder(parts)]));
}

/** Where the whole file is there too, OpenCompass reads it alone. */
function inOrder(parts: readonly { part: number; path: string }[]): string[] {
  const whole = parts.find(({ part }) => part === -1);
  if (whole !== undefined) return [whole.path];
  return [...parts].sort((a, b) => a.part - b.part).map(({ path }) => path);
}
