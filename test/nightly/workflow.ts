import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parse } from "yaml";
import { runScript } from "./checkout.ts";

export interface WorkflowStep {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string | number>>;
}

export interface WorkflowJob {
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
  readonly steps: readonly WorkflowStep[];
}

export interface Workflow {
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

/** What GitHub's own parser has against a workflow. */
export async function workflowErrors(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (value === undefined) return errors;
  const template = await convertWorkflowTemplate(context, value);
  return [...errors, ...(template.errors ?? []).map(({ Message }) => Message)];
}

export function readWorkflow(content: string): Workflow {
  return parse(content);
}

/** What lives longer than a job: caches and artefacts, a folder each. */
export interface GithubStores {
  readonly caches: string;
  readonly artefacts: string;
}

export interface JobRun {
  /** The checkout. */
  readonly folder: string;
  readonly stores: GithubStores;
  /** `github`, `inputs`, `matrix`, `needs`. */
  readonly contexts: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Steps that are left out here, by their names. */
  readonly without?: readonly string[];
}

export interface StepOutcome {
  readonly name: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a job's steps in order: scripts by bash as the runner calls it, the actions on local folders. */
export async function runJob(job: WorkflowJob, run: JobRun): Promise<StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  const steps: Record<string, { outputs: Record<string, string> }> = {};
  for (const [index, step] of job.steps.entries()) {
    const hasFailed = outcomes.some(({ outcome }) => outcome === "failure");
    const contexts = { ...run.contexts, steps };
    const name = step.name ?? step.uses ?? "";
    const skipped = { name, outcome: "skipped", code: null, stdout: "", stderr: "" } as const;
    if (run.without?.includes(name) === true) continue;
    if (!isWanted(step.if ?? "success()", contexts, hasFailed)) outcomes.push(skipped);
    else outcomes.push({ ...(await runStep(step, job, { ...run, contexts }, index)), name });
    if (step.id !== undefined) steps[step.id] = { outputs: await outputsOf(run.folder, index) };
  }
  return outcomes;
}

async function runStep(
  step: WorkflowStep,
  job: WorkflowJob,
  run: JobRun,
  index: number,
): Promise<StepOutcome> {
  const fill = (text: string) => filled(text, run.contexts);
  if (step.uses !== undefined) {
    const settings = Object.entries(step.with ?? {}).map(([key, value]) => [key, fill(String(value))]);
    await useAction(step.uses, Object.fromEntries(settings), run);
    return { name: "", outcome: "success", code: 0, stdout: "", stderr: "" };
  }
  await writeFile(join(run.folder, ".tmp", `output-${index}`), "");
  const ofJob = Object.entries(job.env ?? {}).map(([key, value]) => [key, fill(String(value))]);
  const result = await runScript(fill(step.run ?? ""), {
    folder: run.folder,
    env: {
      ...{ GITHUB_ACTIONS: "true", CI: "true", GITHUB_RUN_ID: "7", GITHUB_REPOSITORY: "flagos/models" },
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_OUTPUT: join(run.folder, ".tmp", `output-${index}`),
      GITHUB_STEP_SUMMARY: join(run.folder, ".tmp", `summary-${index}`),
      ...Object.fromEntries(ofJob),
      ...run.env,
    },
  });
  return { ...result, name: "", outcome: result.code === 0 ? "success" : "failure" };
}

async function outputsOf(folder: string, index: number): Promise<Record<string, string>> {
  const text = await readFile(join(folder, ".tmp", `output-${index}`), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(lines.map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]));
}

const COPY = { recursive: true, preserveTimestamps: true, force: true } as const;
const fileName = (key: string) => encodeURIComponent(key);

type Settings = Readonly<Record<string, string>>;

const ACTIONS: Readonly<Record<string, (settings: Settings, run: JobRun) => Promise<void>>> = {
  "actions/checkout": async () => undefined,
  "actions/setup-node": async () => undefined,
  async "actions/cache/restore"({ path, key, "restore-keys": prefixes }, { folder, stores }) {
    const known = (await readdir(stores.caches)).map(decodeURIComponent).sort();
    const beginnings = [key!, ...(prefixes ?? "").split("\n").filter((line) => line !== "")];
    const found = beginnings.flatMap((beginning) =>
      known.filter((name) => name.startsWith(beginning)).slice(-1),
    );
    if (found[0] !== undefined) await cp(join(stores.caches, fileName(found[0])), join(folder, path!), COPY);
  },
  async "actions/cache/save"({ path, key }, { folder, stores }) {
    if ((await readdir(stores.caches)).includes(fileName(key!))) throw new Error(`${key} is written already`);
    if (!existsSync(join(folder, path!))) return;
    await cp(join(folder, path!), join(stores.caches, fileName(key!)), COPY);
  },
  async "actions/upload-artifact"({ name, path, "if-no-files-found": missing }, { folder, stores }) {
    const files = await readdir(join(folder, path!)).catch(() => []);
    if (files.length === 0 && missing !== "ignore") throw new Error("no files to upload");
    if (files.length > 0) await cp(join(folder, path!), join(stores.artefacts, name!), COPY);
  },
  async "actions/download-artifact"({ pattern, path }, { folder, stores }) {
    const beginning = pattern!.replace(/\*$/, "");
    await mkdir(join(folder, path!), { recursive: true });
    for (const name of (await readdir(stores.artefacts)).filter((one) => one.startsWith(beginning)))
      await cp(join(stores.artefacts, name), join(folder, path!, name), COPY);
  },
};

async function useAction(uses: string, settings: Settings, run: JobRun): Promise<void> {
  const [name = "", version = ""] = uses.split("@");
  if (!/^v\d+$/.test(version)) throw new Error(`${uses} is not pinned to a version`);
  const action = ACTIONS[name];
  if (action === undefined) throw new Error(`nothing here stands for ${uses}`);
  await action(settings, run);
}

/** Whether a job or step runs: an expression without a status function asks that nothing has failed. */
export function isWanted(
  condition: string,
  contexts: Readonly<Record<string, unknown>>,
  hasFailed = false,
): boolean {
  const asksStatus = /\b(?:always|success|failure|cancelled)\(/.test(condition);
  const value = evaluated(condition, contexts, hasFailed).coerceString();
  return !["false", "", "0"].includes(value) && (asksStatus || !hasFailed);
}

/** Text with its `${{ … }}` filled in, by GitHub's own evaluator. */
function filled(text: string, contexts: Readonly<Record<string, unknown>>): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluated(expression, contexts, false).coerceString(),
  );
}

function evaluated(expression: string, contexts: Readonly<Record<string, unknown>>, hasFailed: boolean) {
  const status = { always: true, success: !hasFailed, failure: hasFailed, cancelled: false };
  const functions = Object.entries(status).map(
    ([name, value]) =>
      [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }] as const,
  );
  const { tokens } = new Lexer(expression.trim()).lex();
  const tree = new Parser(
    tokens,
    Object.keys(contexts),
    functions.map(([, one]) => one),
  ).parse();
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return new Evaluator(tree, values, new Map(functions)).evaluate();
}
