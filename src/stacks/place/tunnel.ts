import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { FvalidateError } from "../../support/errors.ts";
import { accepts } from "./accepts.ts";
import { sshOptions } from "./place.ts";

/** A port of this machine that leads to a port of another one. */
export interface Tunnel extends AsyncDisposable {
  open(signal: AbortSignal): Promise<void>;
  command(): string[];
}

const OPENING_MILLISECONDS = 20_000;

/** A port that is free at this moment, on the loopback address. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** A tunnel by the system's ssh. @param mark set in its environment, so that a killed run's tunnel can be found */
export function tunnelTo(
  destination: string,
  ports: { here: number; there: number },
  mark: Record<string, string>,
): Tunnel {
  let child: ChildProcess | null = null;
  const command = () => [
    "ssh",
    "-N",
    "-o",
    "ExitOnForwardFailure=yes",
    "-L",
    `127.0.0.1:${ports.here}:127.0.0.1:${ports.there}`,
    ...sshOptions(destination),
  ];
  return {
    command,
    async open(signal) {
      const [program = "", ...args] = command();
      const started = spawn(program, args, {
        stdio: ["ignore", "ignore", "pipe"],
        detached: true,
        env: { ...process.env, ...mark },
      });
      child = started;
      let said = "";
      started.stderr?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      started.on("error", (error) => {
        said += error.message;
      });
      await untilOpen(started, ports.here, { destination, signal, said: () => said });
    },
    async [Symbol.asyncDispose]() {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function untilOpen(
  child: ChildProcess,
  port: number,
  { destination, signal, said }: { destination: string; signal: AbortSignal; said: () => string },
): Promise<void> {
  for (const begun = Date.now(); !(await accepts({ host: "127.0.0.1", port })); ) {
    if (signal.aborted) throw new FvalidateError("interrupted", "Stopped while a tunnel was being opened.");
    const isDead = child.pid === undefined || child.exitCode !== null;
    if (isDead || Date.now() - begun > OPENING_MILLISECONDS) {
      throw new FvalidateError(
        "stack",
        `No tunnel to ${destination} could be opened: ${said().trim() || "ssh is silent"}`,
      );
    }
    await sleep(100);
  }
}
