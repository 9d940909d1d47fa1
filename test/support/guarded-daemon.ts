import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { systemPath } from "./host-tools.ts";

/**
 * Runs a daemon until this script's standard input ends, which it does when the test's process is gone, however that
 * went. It then cleans up and prints the end of the log.
 *
 * The watcher reads descriptor 3, as a shell gives its background commands no standard input. The log is a file: a
 * daemon that logs to a pipe dies of its broken end, before it has stopped its children.
 */
const GUARD = `
folder=$1 before=$2 after=$3
shift 3
"$@" </dev/null >"$folder/log" 2>&1 &
daemon=$!
exec 3<&0
{ cat <&3; eval "$before"; kill "$daemon"; } >/dev/null 2>&1 &
watcher=$!
exec 3<&- </dev/null
wait "$daemon"
{ kill "$watcher"; eval "$after"; } >/dev/null 2>&1
tail -n 20 "$folder/log"
rm -rf "$folder"
`;

/** How long a daemon may take until it answers. */
const START_MS = 30_000;

export interface DaemonPlan {
  /** The program's path with its arguments; it stays in the foreground. */
  readonly command: readonly string[];
  /** A folder of the daemon's own, which goes with it. */
  readonly folder: string;
  readonly env?: Record<string, string>;
  /** Shell commands from before the end and from after it; `$daemon` and `$folder` are theirs. */
  readonly before?: string;
  readonly after?: string;
}

/** A daemon that does not outlive the test's process. */
export interface GuardedDaemon extends AsyncDisposable {
  /** The end of the log, once the daemon is over and cleaned up after. */
  readonly ended: Promise<string>;
}

export function startGuarded({ command, folder, env, before = "", after = "" }: DaemonPlan): GuardedDaemon {
  // A session of its own, so that Ctrl-C ends the tests and leaves it to the guard to end the daemon.
  const guard = spawn("sh", ["-c", GUARD, "guard", folder, before, after, ...command], {
    detached: true,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, PATH: systemPath(), ...env },
  });
  guard.stdin.on("error", () => {});
  const closed = new Promise((resolve) => guard.on("close", resolve));
  // Its watcher's `cat` waits on where the daemon ended by itself.
  guard.on("exit", () => guard.stdin.destroy());
  const ended = Promise.all([text(guard.stdout), closed]).then(([log]) => log.trim());
  return {
    ended,
    async [Symbol.asyncDispose]() {
      guard.stdin.end();
      await ended;
    },
  };
}

/** Waits until a daemon answers. Gives null then, or else the end of its log, with the daemon ended. */
export async function failureToStart(
  daemon: GuardedDaemon,
  answers: () => Promise<boolean>,
): Promise<string | null> {
  let over = false;
  void daemon.ended.then(() => {
    over = true;
  });
  const deadline = Date.now() + START_MS;
  while (!over && Date.now() < deadline) {
    if (await answers()) return null;
    await sleep(100);
  }
  await daemon[Symbol.asyncDispose]();
  return daemon.ended;
}
