import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandOutcome } from "./cli.ts";
import { failureToStart, startGuarded } from "./guarded-daemon.ts";
import { type Missing, PEER_CACHE, programsFrom, runProgram } from "./host-tools.ts";

const IMAGE = "fvalidate-peer:latest";
const IMAGE_SCRIPT = fileURLToPath(new URL("./peer_image.py", import.meta.url));
/** The label that says of which file an engine's image was made. */
const LABEL = "fvalidate.peer.tar";

/** A Docker engine that has the image of the peer tests. */
export interface DockerEngine extends AsyncDisposable {
  /** What a process needs in its environment to reach this engine, also one that does not inherit this one's. */
  readonly env: Record<string, string>;
  /** Has a shell, the usual commands, and Python with numpy and flask; wants `--net=host`. */
  readonly image: string;
  docker(args: readonly string[], input?: string | Uint8Array): Promise<CommandOutcome>;
}

/** What the engine runs on: the user's, or one of this test's own. */
interface Daemon {
  readonly env: Record<string, string>;
  readonly stop: () => PromiseLike<void>;
}

/**
 * The user's engine, if one answers, or else a private one, which is gone with all of its containers once this is
 * disposed of or the test's process is over. Containers in a user's engine are for the tests to remove. The image stays
 * there, for the next run.
 */
export async function dockerEngine(): Promise<DockerEngine | Missing> {
  // Anywhere else the containers' network is not the host's, and the host's programs are no image's.
  if (process.platform !== "linux")
    return { missing: "the containers' image is made of a Linux host's files" };
  const daemon = (await answers({}))
    ? { env: dockerVariables(), stop: async () => {} }
    : await privateDaemon();
  if ("missing" in daemon) return daemon;
  const engine = engineOn(daemon);
  const failure = await failureToPrepare(engine);
  if (failure === null) return engine;
  await daemon.stop();
  return { missing: failure };
}

function engineOn({ env, stop }: Daemon): DockerEngine {
  return {
    env,
    image: IMAGE,
    docker: (args, input = "") => runProgram("docker", args, { env, input }),
    [Symbol.asyncDispose]: stop,
  };
}

async function answers(env: Record<string, string>): Promise<boolean> {
  return (await runProgram("docker", ["version"], { env })).code === 0;
}

function dockerVariables(): Record<string, string> {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith("DOCKER_"));
  return Object.fromEntries(variables.map(([name, value = ""]) => [name, value]));
}

async function privateDaemon(): Promise<Daemon | Missing> {
  if (process.getuid?.() !== 0) return { missing: "no Docker engine answers, and only root can start one" };
  // containerd comes with the first, and in later Debians the client does not.
  const programs = await programsFrom({
    dockerd: "docker.io",
    containerd: "containerd",
    docker: "docker-cli",
  });
  if ("missing" in programs) return programs;
  const [dockerd = ""] = programs;
  const folder = await mkdtemp(join(tmpdir(), "fvalidate-engine-"));
  const env = { DOCKER_HOST: `unix://${join(folder, "docker.sock")}` };
  await writeFile(join(folder, "daemon.json"), "{}");
  const daemon = startGuarded({
    command: [dockerd, ...daemonArgs(folder, env.DOCKER_HOST)],
    folder,
    env,
    before: "docker ps -aq | xargs -r docker rm -fv",
    // The daemon leaves some of its mounts, and a folder with a mount in it cannot be removed.
    after: `grep -o " $folder/[^ ]*" /proc/mounts | sort -r | xargs -r umount -l`,
  });
  const log = await failureToStart(daemon, () => answers(env));
  if (log !== null) return { missing: `dockerd did not start: ${lastLine(log)}` };
  return { env, stop: () => daemon[Symbol.asyncDispose]() };
}

/**
 * Without a network of its own, which needs more than a sandbox has. The storage driver is the daemon's to choose: where
 * there is no overlay file system it is vfs, which copies the image for each container, and takes seconds for that.
 */
function daemonArgs(folder: string, host: string): string[] {
  return [
    ...["--host", host, "--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")],
    ...["--pidfile", join(folder, "docker.pid"), "--config-file", join(folder, "daemon.json")],
    ...["--iptables=false", "--ip6tables=false", "--bridge=none"],
  ];
}

async function failureToPrepare(engine: DockerEngine): Promise<string | null> {
  const { stdout: security } = await engine.docker(["info", "--format", "{{.SecurityOptions}}"]);
  if (security.includes("rootless")) return "a rootless engine's containers are not on the host's network";
  const made = await runProgram("python3", [IMAGE_SCRIPT, join(PEER_CACHE, "peer-image")]);
  if (made.code !== 0) return `no image could be made: ${lastLine(made.stderr)}`;
  const tar = made.stdout.trim();
  const format = `{{index .Config.Labels "${LABEL}"}}`;
  const label = await engine.docker(["image", "inspect", "--format", format, IMAGE]);
  if (label.stdout.trim() !== tar) {
    const changes = ["--change", `LABEL ${LABEL}=${tar}`, "--change", 'CMD ["sh"]'];
    const imported = await engine.docker(["import", ...changes, tar, IMAGE]);
    if (imported.code !== 0) return `the image could not be imported: ${lastLine(imported.stderr)}`;
  }
  const tried = await engine.docker(["run", "--rm", "--net=host", IMAGE, "true"]);
  return tried.code === 0 ? null : `no container can be run: ${lastLine(tried.stderr)}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
