import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { failureToStart, startGuarded } from "./guarded-daemon.ts";
import { type Missing, programsFrom, runProgram } from "./host-tools.ts";
import { freePort } from "./ports.ts";

const ALIAS = "fvalidate-peer";
/** In the environment of all that its sessions start, with the folder of the sshd: that tells them from the rest. */
const MARK = "FVALIDATE_SSHD";

/** An sshd on the loopback interface that lets this user in. */
export interface Sshd extends AsyncDisposable {
  /** The host's name for `ssh`, where `env` is its environment. */
  readonly alias: string;
  readonly port: number;
  /** The client's configuration, for `ssh -F`. */
  readonly configFile: string;
  readonly user: string;
  /** Puts an `ssh` first on the path that takes `configFile` for the user's own configuration. */
  readonly env: { readonly PATH: string };
  /** The command lines of what its sessions started and what still runs, detached or not. */
  processes(): Promise<string[]>;
}

/**
 * Starts an sshd of this test's own, which is gone with all that its sessions started once this is disposed of or the
 * test's process is over. `remoteEnv` is set in the sessions, beside this process's path.
 */
export async function startSshd(remoteEnv: Record<string, string> = {}): Promise<Sshd | Missing> {
  const programs = await programsFrom({
    ssh: "openssh-client",
    "ssh-keygen": "openssh-client",
    sshd: "openssh-server",
  });
  if ("missing" in programs) return programs;
  const [ssh = "", , program = ""] = programs;
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-sshd-"));
  const failure = await failureToMakeKeys(folder);
  if (failure !== null) {
    await rm(folder, { recursive: true });
    return { missing: failure };
  }
  const port = await freePort();
  const user = userInfo().username;
  await writeServerConfig(folder, port, {
    PATH: process.env["PATH"] ?? "",
    ...remoteEnv,
    [MARK]: folder,
  });
  const configFile = await writeClientConfig(folder, port, user);
  const env = { PATH: `${await writeWrapper(folder, ssh, configFile)}${delimiter}${process.env["PATH"]}` };
  const daemon = startGuarded({
    command: [program, "-D", "-e", "-f", join(folder, "sshd_config")],
    folder,
    // Sessions outlive their sshd otherwise, and what they started outlives them.
    before: `pkill -P "$daemon"; ${listMarked('"$folder"')} | xargs -r kill -9`,
  });
  const log = await failureToStart(
    daemon,
    async () => (await runProgram("ssh", [ALIAS, "true"], { env })).code === 0,
  );
  if (log !== null) return { missing: `sshd let nobody in: ${log}` };
  const processes = () => markedProcesses(folder);
  return {
    alias: ALIAS,
    port,
    configFile,
    user,
    env,
    processes,
    [Symbol.asyncDispose]: daemon[Symbol.asyncDispose],
  };
}

/** The shell command that lists the process ids of what this folder's sshd started. */
function listMarked(folder: string): string {
  return `grep -slzx ${MARK}=${folder} /proc/[0-9]*/environ | cut -d/ -f3`;
}

async function markedProcesses(folder: string): Promise<string[]> {
  const { stdout } = await runProgram("sh", ["-c", `${listMarked(folder)} | xargs -r ps -o args= -p`]);
  return stdout.split("\n").filter((line) => line !== "");
}

async function failureToMakeKeys(folder: string): Promise<string | null> {
  for (const name of ["host_key", "user_key"]) {
    const args = ["-q", "-t", "ed25519", "-N", "", "-C", ALIAS, "-f", join(folder, name)];
    const { code, stderr } = await runProgram("ssh-keygen", args);
    if (code !== 0) return `ssh-keygen ended with ${code}: ${stderr.trim()}`;
  }
  return null;
}

async function writeServerConfig(folder: string, port: number, env: Record<string, string>): Promise<void> {
  // The folder that sshd leaves its privileges in. A service makes it at boot, and only root's sshd asks for it.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  // Of several SetEnv, sshd takes the first alone.
  const variables = Object.entries(env).map(([name, value]) => `"${name}=${value}"`);
  const lines = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${join(folder, "host_key")}`,
    `AuthorizedKeysFile ${join(folder, "user_key.pub")}`,
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "AllowTcpForwarding yes",
    // More at a time than its default, from where it refuses some of them at random.
    "MaxStartups 100",
    "UseDNS no",
    `SetEnv ${variables.join(" ")}`,
  ];
  await writeFile(join(folder, "sshd_config"), `${lines.join("\n")}\n`);
}

async function writeClientConfig(folder: string, port: number, user: string): Promise<string> {
  const file = join(folder, "ssh_config");
  const lines = [
    `Host ${ALIAS}`,
    "HostName 127.0.0.1",
    `Port ${port}`,
    `User ${user}`,
    `IdentityFile ${join(folder, "user_key")}`,
    "IdentitiesOnly yes",
    "IdentityAgent none",
    `UserKnownHostsFile ${join(folder, "known_hosts")}`,
    "GlobalKnownHostsFile /dev/null",
    "StrictHostKeyChecking accept-new",
    "BatchMode yes",
  ];
  await writeFile(file, `${lines.join("\n  ")}\n`);
  return file;
}

/** A folder whose `ssh` takes the file for the user's configuration. */
async function writeWrapper(folder: string, ssh: string, configFile: string): Promise<string> {
  const bin = join(folder, "bin");
  await mkdir(bin);
  await writeFile(join(bin, "ssh"), `#!/bin/sh\nexec '${ssh}' -F '${configFile}' "$@"\n`);
  await chmod(join(bin, "ssh"), 0o755);
  return bin;
}
