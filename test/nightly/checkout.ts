import { spawn } from "node:child_process";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandOutcome, outcomeOf, temporaryFolder } from "../support/cli.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const OF_THE_CHECKOUT = [
  ...["package.json", "package-lock.json", "node_modules", "dist"],
  ...["suites", "fixtures", "nightly"],
];

/** The command without the second that npx takes to find it. */
export const FVALIDATE = `${process.execPath} ${join(ROOT, "dist/src/cli.js")}`;

/** What the jobs publish and read: a page takes longer than the run. */
const FVALIDATE_FORMAT = "json,md,junit,comment";

/** A folder that looks as a checkout of this repository does after `npm ci`. */
export async function checkout(): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of OF_THE_CHECKOUT) await symlink(join(ROOT, name), join(folder, name));
  await mkdir(join(folder, ".tmp"));
  return folder;
}

export interface ShellCall {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** As the runner calls it. */
  readonly shell?: readonly [program: string, ...flags: string[]];
}

/** Runs a script with nothing of this process' environment but what a runner has too. */
export function runScript(script: string, { folder, env = {}, shell = ["bash", "-e"] }: ShellCall) {
  const [program, ...flags] = shell;
  const { PATH = "", HOME = folder } = process.env;
  const child = spawn(program, [...flags, "-c", script], {
    cwd: folder,
    env: { PATH, HOME, TMPDIR: join(folder, ".tmp"), FVALIDATE, FVALIDATE_FORMAT, NO_COLOR: "1", ...env },
  });
  return outcomeOf(child) satisfies Promise<CommandOutcome>;
}

/** Names in a folder, sorted; none where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
