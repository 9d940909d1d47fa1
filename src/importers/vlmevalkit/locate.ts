import { basename, dirname, extname, join } from "node:path";
import { isRecord, readJson } from "../files/json.ts";
import { filesBelow, kindOfPath } from "../files/places.ts";
import { SeveralModelsError } from "../files/several-models.ts";

/** The files of one data set. */
export interface DataSetFiles {
  readonly name: string;
  /** `null` where only what was made of them is left. */
  readonly replies: string | null;
  /** Tables made of the replies, one of which may hold a verdict for each. */
  readonly tables: readonly Named[];
  readonly totals: readonly Named[];
}

/** A file, and what its name says behind the data set's: `exact_matching_result`, `acc`. */
export interface Named {
  readonly path: string;
  readonly rest: string;
}

/** One model's evaluation. */
export interface RunFiles {
  readonly model: string | null;
  readonly id: string | null;
  readonly commit: string | null;
  readonly dataSets: readonly DataSetFiles[];
  readonly notes: readonly string[];
}

/** Evaluations lie in folders of their own, named by time, within the model's. */
const EVALUATION = /^T\d{8}(-\d{6}|_G[0-9a-f]+)$/;
const TABLE = /\.(xlsx|tsv|json|pkl)$/;
const TOTALS = /(^|_)(acc|score|metrics)$/;
/** How names go on behind the data set's own: what an evaluation made, or the judge that it asked. */
const DERIVED =
  /(^|_)(results?|auxmatch|details?|detailed|judge|rating|score|acc|fine|metrics|tmp|stats|all|cotpost|eval|exact_matching|openai|verifier|extract_matching)($|_)|^(chat)?gpt|^(qwen|deepseek|gemini|claude|llama)/i;
const DEPTH = 3;

/** The evaluation that a path names: a folder, one above it, or one of its files; `null` for anything else. */
export async function locateRun(path: string): Promise<RunFiles | null> {
  const kind = await kindOfPath(path);
  if (kind === null) return null;
  if (kind === "file") return await runOfFile(path);
  const files = await filesBelow(path, DEPTH);
  const folders = [...new Set(files.filter(isTotalsOrResult).map((file) => dirname(file)))];
  if (folders.length === 0) return null;
  const models = new Set(folders.map((folder) => modelFolder(join(path, folder))));
  if (models.size > 1)
    throw new SeveralModelsError(
      path,
      [...models].map((folder) => basename(folder)),
    );
  const newest = folders.sort((a, b) => (basename(a) < basename(b) ? 1 : -1))[0] ?? "";
  const older = folders.filter((folder) => folder !== newest).map((folder) => basename(folder));
  const run = await runIn(join(path, newest));
  if (run === null || older.length === 0) return run;
  return { ...run, notes: [`${basename(newest)} is read; there are older evaluations: ${older.join(", ")}`] };
}

function isTotalsOrResult(file: string): boolean {
  return /_(acc|score)\.(csv|json|xlsx)$|_results?\.(xlsx|tsv|pkl)$|_auxmatch\.(xlsx|tsv)$/.test(file);
}

/** The folder that is named like the model. */
function modelFolder(folder: string): string {
  return EVALUATION.test(basename(folder)) ? dirname(folder) : folder;
}

async function runIn(folder: string): Promise<RunFiles | null> {
  const files = await filesBelow(folder, 1);
  const status = files.includes("status.json") ? await statusOf(join(folder, "status.json")) : {};
  const model = nameIn(status, "model_name") ?? basename(modelFolder(folder));
  const known = isRecord(status["datasets"]) ? Object.keys(status["datasets"]) : [];
  const own = files.filter((file) => file.startsWith(`${model}_`));
  if (own.length === 0) return null;
  const names = new Set([...known, ...dataSetsIn(own, model)]);
  return {
    model,
    id: EVALUATION.test(basename(folder)) ? basename(folder) : null,
    commit: nameIn(status, "commit"),
    dataSets: [...names].map((name) => filesOf(folder, `${model}_${name}`, { name, own, names, model })),
    notes: [],
  };
}

async function statusOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  const status = await readJson(path, "the status of an evaluation");
  return isRecord(status) ? status : {};
}

function nameIn(status: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = status[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** A name that begins with a shorter one is a data set too, unless it goes on as names of an evaluation's files do. */
function dataSetsIn(files: readonly string[], model: string): string[] {
  const stems = files
    .filter((file) => TABLE.test(file))
    .map((file) => basename(file, extname(file)).slice(model.length + 1))
    .sort((a, b) => a.length - b.length);
  const names: string[] = [];
  for (const stem of new Set(stems)) {
    const base = names.filter((name) => stem.startsWith(`${name}_`)).at(-1);
    const rest = base === undefined ? stem : stem.slice(base.length + 1);
    if (!DERIVED.test(rest)) names.push(stem);
  }
  return names;
}

interface Own {
  readonly name: string;
  readonly own: readonly string[];
  readonly names: ReadonlySet<string>;
  readonly model: string;
}

function filesOf(folder: string, stem: string, { name, own, names, model }: Own): DataSetFiles {
  const longer = [...names]
    .filter((other) => other.startsWith(`${name}_`))
    .map((other) => `${model}_${other}`);
  const named = own
    .filter((file) => file.startsWith(`${stem}_`))
    .filter((file) => !longer.some((other) => file.startsWith(`${other}_`) || file.startsWith(`${other}.`)))
    .map((file) => ({
      path: join(folder, file),
      rest: basename(file, extname(file)).slice(stem.length + 1),
    }));
  const totals = named.filter(({ path, rest }) => TOTALS.test(rest) && !path.endsWith(".pkl"));
  const replies = ["xlsx", "tsv", "json", "pkl"]
    .map((end) => `${stem}.${end}`)
    .find((file) => own.includes(file));
  return {
    name,
    replies: replies === undefined ? null : join(folder, replies),
    tables: named.filter((one) => TABLE.test(one.path) && !totals.includes(one)),
    totals,
  };
}

/** A file that was named by itself: the data set that it belongs to. */
async function runOfFile(path: string): Promise<RunFiles | null> {
  if (!TABLE.test(path) && !path.endsWith(".csv")) return null;
  const run = await runIn(dirname(path));
  const dataSets = (run?.dataSets ?? []).filter((files) =>
    [files.replies, ...[...files.tables, ...files.totals].map((one) => one.path)].includes(path),
  );
  return run === null || dataSets.length === 0 || !(await hasCompany(path)) ? null : { ...run, dataSets };
}

/** What lies beside such a file, or its own name, says that it is VLMEvalKit's. */
async function hasCompany(path: string): Promise<boolean> {
  const beside = await filesBelow(dirname(path), 1);
  return beside.some((file) => file === "status.json" || isTotalsOrResult(file));
}
