import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "../../src/commands/command-line.ts";
import { type RunResult, runResultSchema } from "../../src/contracts/run-result.ts";

const CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

/** What a finished command left behind. */
export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A fresh folder outside of the project. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "fvalidate-"));
}

/** Starts the built command line in `folder`, as a user would. */
export function startCli(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { ...process.env, ...env, NO_COLOR: "1" },
  });
}

/** As `startCli`, with no file larger than so many blocks of 512 bytes. */
export function startLimited(folder: string, args: readonly string[], blocks: number): ChildProcess {
  const script = `ulimit -f ${blocks}; exec "$0" "$@"`;
  return spawn("sh", ["-c", script, process.execPath, CLI, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** Waits for a command's end. */
export async function outcomeOf(child: ChildProcess): Promise<CommandOutcome> {
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...output };
}

/** Runs a command to its end, as a process of its own. */
export function runProcess(
  folder: string,
  args: readonly string[],
  env?: Record<string, string>,
): Promise<CommandOutcome> {
  return outcomeOf(startCli(folder, args, env));
}

let lastRun: Promise<unknown> = Promise.resolve();

/**
 * Runs a command to its end in this process, which spares it the start of Node: the same code from its arguments to its
 * exit code. One at a time, since folder, environment and output belong to the process.
 */
export function runCli(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<CommandOutcome> {
  const run = lastRun.then(() => runHere(folder, args, env));
  lastRun = run.catch(() => undefined);
  return run;
}

async function runHere(
  folder: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<CommandOutcome> {
  const [cwd, environment] = [process.cwd(), { ...process.env }];
  const output = { stdout: "", stderr: "" };
  const writers = (["stdout", "stderr"] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: string | Uint8Array) => {
      output[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    process.chdir(folder);
    Object.assign(process.env, env, { NO_COLOR: "1" });
    return { code: await runCommandLine(args), ...output };
  } finally {
    process.chdir(cwd);
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    for (const restore of writers) restore();
  }
}

/** The folder of the only run that a command made. */
export function runFolderIn(stdout: string): string {
  const folder = /^ {2}(\S*reports\S*)\/(?:report\.md|report\.html|run\.json)$/m.exec(stdout)?.[1];
  if (folder === undefined) throw new Error(`no report named in:\n${stdout}`);
  return folder;
}

export async function readResult(folder: string): Promise<RunResult> {
  return runResultSchema.parse(JSON.parse(await readFile(join(folder, "run.json"), "utf8")));
}

/** A server of the built command line. */
export interface ServedStack extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Starts `fvalidate serve` on a free port and waits until it listens. */
export async function serve(folder: string, ...args: string[]): Promise<ServedStack> {
  const child = startCli(folder, ["serve", "--port", "0", ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      const found = / on (\S+)\. Ctrl-C/.exec(output)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("close", (code) => reject(new Error(`serve ended with ${code}: ${output}`)));
  });
  return {
    url,
    child,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = new Promise((resolve) => child.on("close", resolve));
      child.kill("SIGTERM");
      await closed;
    },
  };
}
