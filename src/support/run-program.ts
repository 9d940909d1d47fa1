import { spawn } from "node:child_process";
import { FvalidateError, systemCodeOf } from "./errors.ts";

/** What a program that ended left behind. */
export interface ProgramOutput {
  /** The exit code; `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** What it finds on its standard input; nothing unless given. */
  readonly input?: Uint8Array | undefined;
  readonly timeoutMilliseconds?: number;
  /** Ends the program at once. */
  readonly signal?: AbortSignal;
}

const PATIENCE_MILLISECONDS = 60_000;

/**
 * Runs a program to its end.
 * @throws FvalidateError of kind `stack` when there is no such program or when it takes too long, of kind
 *   `interrupted` when it is stopped; a program that fails is no error here
 */
export function runProgram(
  argv: readonly string[],
  { input, timeoutMilliseconds = PATIENCE_MILLISECONDS, signal }: ProgramOptions = {},
): Promise<ProgramOutput> {
  const [program = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(interrupted(program));
    // A group of its own: Ctrl-C on the terminal is for this process, which decides what ends and when.
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], detached: true });
    const stdout: Buffer[] = [];
    let stderr = "";
    let ended: FvalidateError | null = null;
    const end = (error: FvalidateError) => {
      ended = error;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => end(tooSlow(program, timeoutMilliseconds)), timeoutMilliseconds);
    const onAbort = () => end(interrupted(program));
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      finish();
    };
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("error", (error) => settle(() => reject(cannotRun(program, error))));
    child.on("close", (code) =>
      settle(() =>
        ended === null ? resolve({ code, stdout: Buffer.concat(stdout), stderr }) : reject(ended),
      ),
    );
    // A program that ends without reading its input is no error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** The program and whatever it started: a child that lived on would keep the output open. */
function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function cannotRun(program: string, error: Error): FvalidateError {
  const isMissing = systemCodeOf(error) === "ENOENT";
  return new FvalidateError(
    "stack",
    `Cannot run ${program}: ${isMissing ? "it is not there" : error.message}.`,
    {
      hint: `Install ${program}, or put it on the PATH; fvalidate doctor shows what is missing.`,
      cause: error,
    },
  );
}

function tooSlow(program: string, milliseconds: number): FvalidateError {
  return new FvalidateError("stack", `${program} did not end within ${milliseconds / 1000} s.`);
}

function interrupted(program: string): FvalidateError {
  return new FvalidateError("interrupted", `${program} was stopped.`);
}
