import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { type CommandOutcome, runCli, temporaryFolder } from "./cli.ts";
import { freePort } from "./ports.ts";

const SERVER = fileURLToPath(new URL("small-server.mjs", import.meta.url));

/** A folder with a suite in it, whose runs note their state in a folder of their own. */
export interface ManagedCase {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly suite: string;
  readonly port: number;
}

/** The start command of a small server that speaks FlagScale's protocol. */
export function serveCommand(port: number, ...more: string[]): string {
  return `exec '${process.execPath}' '${SERVER}' --port ${port} ${more.join(" ")}`;
}

/** Writes a suite of two started stacks; each arm is its entry but for what both share. */
export async function managedCase(
  arms: (port: number) => { cuda?: object; flagos?: object },
): Promise<ManagedCase> {
  const folder = await temporaryFolder();
  const port = await freePort();
  // `true` answers for Python, which takes its time: versions and compiling are the peer tests' business.
  const shared = {
    target: "process",
    folder,
    port,
    python: "true",
    evidence: { operatorLogs: ["gems.log"] },
  };
  const { cuda, flagos } = arms(port);
  const content = {
    schema: "fvalidate.suite/1",
    kind: "pi0",
    title: "small servers that are started",
    profile: "flagscale-g1",
    baseline: "cuda",
    candidate: "flagos",
    capsule: { observations: 2 },
    stacks: {
      cuda: { ...shared, start: serveCommand(port), ...cuda },
      flagos: { ...shared, start: serveCommand(port, "--float32"), ...flagos },
    },
  };
  const suite = join(folder, "suite.yaml");
  // JSON is YAML too.
  await writeFile(suite, JSON.stringify(content, null, 2));
  return { folder, suite, port, env: { FVALIDATE_STATE_PATH: join(folder, "state") } };
}

/** The states that are noted: none after a run that cleaned up behind itself. */
export async function notedStates({ folder }: { folder: string }): Promise<string[]> {
  return (await readdir(join(folder, "state")).catch(() => [])).sort();
}

/** Living processes whose command line holds a text. */
export async function processesWith(text: string): Promise<number[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids.filter((id, index) => id !== process.pid && (lines[index] ?? "").includes(text));
}

/** Waits until something holds; fails after a while. */
export async function until(holds: () => Promise<boolean> | boolean, milliseconds = 20_000): Promise<void> {
  for (const begun = Date.now(); !(await holds()); ) {
    if (Date.now() - begun > milliseconds) throw new Error("it did not come about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** FlagGems' own line for an operator that ran. */
export const GEMS_LINE = "[DEBUG] flag_gems.ops.add.add: GEMS ADD";

/** Runs a case's suite by the built command line. */
export function runSuite({ folder, suite, env }: ManagedCase, ...args: string[]): Promise<CommandOutcome> {
  return runCli(folder, ["run", "--suite", suite, ...args], env);
}

/** Nothing of a run is left: no process, no state. */
export async function expectNothingLeft(managed: ManagedCase): Promise<void> {
  expect(await notedStates(managed)).toEqual([]);
  expect(await processesWith(`--port\x00${managed.port}`)).toEqual([]);
}
