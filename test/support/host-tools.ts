import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type CommandOutcome, outcomeOf } from "./cli.ts";

/** Why a peer cannot be had here: what a skipped test says. */
export interface Missing {
  readonly missing: string;
}

/** What a skipped test's name ends with. */
export function because(peer: object): string {
  return "missing" in peer ? ` (skipped: ${peer.missing})` : "";
}

/** Where what the peers need is kept between runs. */
export const PEER_CACHE = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

/** The path to search: Debian keeps daemons in folders that a user's path often lacks. */
export function systemPath(): string {
  return [process.env["PATH"] ?? "", "/usr/local/sbin", "/usr/sbin", "/sbin"].join(delimiter);
}

/** Runs any program to its end. The code is negative where it could not be started. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env = {}, input = "" }: { env?: Record<string, string>; input?: string | Uint8Array } = {},
): Promise<CommandOutcome> {
  const child = spawn(program, args, { env: { ...process.env, PATH: systemPath(), ...env } });
  // Both are told by the code: a program that is not there, and one that does not read its input.
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return outcomeOf(child);
}

/** The full path of a program, or null. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of systemPath().split(delimiter)) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found && folder !== "") return path;
  }
  return null;
}

/** The full paths of programs, each installed from the Debian package named beside it if it is missing. */
export async function programsFrom(packages: Record<string, string>): Promise<string[] | Missing> {
  const paths: string[] = [];
  for (const [program, name] of Object.entries(packages)) {
    const path = (await findProgram(program)) ?? (await install(program, name));
    if (typeof path !== "string") return path;
    paths.push(path);
  }
  return paths;
}

async function install(program: string, name: string): Promise<string | Missing> {
  const refusal = await installRefusal();
  if (refusal !== null) return { missing: `no ${program}: ${refusal}` };
  process.stderr.write(`Installing ${name} for the peer tests.\n`);
  const { code, stdout, stderr } = await aptInstall(name);
  const path = await findProgram(program);
  if (path !== null) return path;
  const reason = (stderr || stdout).trim().split("\n").slice(-3).join(" ");
  return { missing: `no ${program}: apt-get install ${name} ended with ${code}: ${reason}` };
}

async function installRefusal(): Promise<string | null> {
  if (process.env["FVALIDATE_PEERS_INSTALL"] === "0") return "FVALIDATE_PEERS_INSTALL is 0";
  if (process.getuid?.() !== 0) return "only root can install it";
  return (await findProgram("apt-get")) === null ? "there is no apt-get to install it" : null;
}

/**
 * Test files run at the same time, and apt-get fails where another one is at work: hence one lock around all. The
 * package lists are fetched only where they lack the package or name a version that is gone.
 */
async function aptInstall(name: string): Promise<CommandOutcome> {
  const apt = `apt-get install -y -q --no-install-recommends ${name}`;
  await mkdir(PEER_CACHE, { recursive: true });
  const lock = join(PEER_CACHE, "apt.lock");
  return runProgram("flock", [lock, "sh", "-c", `${apt} || { apt-get update -q && ${apt}; }`], {
    env: { DEBIAN_FRONTEND: "noninteractive" },
  });
}
