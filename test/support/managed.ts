import { readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./cli.ts";

const CLI = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

/** A folder with a suite in it, whose runs note their state in a folder of their own. */
export interface ManagedCase {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly suite: string;
  readonly port: number;
}

/** The start command of a real server: the embedded policy over FlagScale's protocol. */
export function serveCommand(port: number, stack = "tfjs-wasm", more = ""): string {
  return `exec '${process.execPath}' '${CLI}' serve --stack ${stack} --port ${port} ${more}`;
}

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Writes a suite of two started stacks; each arm is its entry but for what both share. */
export async function managedCase(
  arms: (port: number) => { cpu?: object; wasm?: object },
): Promise<ManagedCase> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const shared = { target: "process", folder, port, evidence: { operatorLogs: ["gems.log"] } };
  const { cpu, wasm } = arms(port);
  const content = {
    schema: "fvalidate.suite/1",
    kind: "pi0",
    title: "rehearsal servers that are started",
    profile: "flagscale-g1",
    baseline: "cpu",
    candidate: "wasm",
    capsule: { observations: 2 },
    stacks: {
      cpu: { ...shared, start: serveCommand(port, "tfjs-cpu"), ...cpu },
      wasm: { ...shared, start: serveCommand(port), ...wasm },
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
