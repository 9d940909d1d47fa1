import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const execute = promisify(execFile);

/**
 * The first line that a program prints, or `null` when it is missing, fails or takes too long. Programs such as ssh
 * print their version on standard error.
 */
export async function firstLineOf(
  [program = "", ...args]: readonly string[],
  timeoutMilliseconds = 5000,
): Promise<string | null> {
  try {
    // A program that hangs may also ignore polite signals.
    const running = execute(program, args, { timeout: timeoutMilliseconds, killSignal: "SIGKILL" });
    // One that waits for input finds its end.
    running.child.stdin?.end();
    const { stdout, stderr } = await running;
    return (stdout.trim() || stderr.trim()).split("\n")[0]?.trim() ?? "";
  } catch {
    return null;
  }
}

/** Whether a package that may not be installed can be found. */
export function hasPackage(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
