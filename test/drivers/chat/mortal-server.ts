import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("mortal-server.mjs", import.meta.url));

/** A chat server in a process of its own, which can be killed and started again on the same port. */
export interface MortalServer extends AsyncDisposable {
  readonly url: string;
  /** With SIGKILL. */
  kill(): Promise<void>;
  start(): Promise<void>;
  isRunning(): boolean;
}

/** @param deadly the question that kills it */
export async function mortalServer({ milliseconds = 20, deadly = "" } = {}): Promise<MortalServer> {
  let child: ChildProcess | null = null;
  let port = "0";
  const isRunning = () => child !== null && child.exitCode === null && child.signalCode === null;
  const start = async () => {
    const started = spawn(process.execPath, [PROGRAM, port, String(milliseconds), deadly], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = started;
    const [line] = await once(started.stdout, "data");
    port = String(line).trim();
  };
  const kill = async () => {
    if (child === null || !isRunning()) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  await start();
  return { url: `http://127.0.0.1:${port}`, kill, start, isRunning, [Symbol.asyncDispose]: kill };
}
