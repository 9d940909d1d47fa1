import { execFile } from "node:child_process";
import { promisify } from "node:util";

const execute = promisify(execFile);
const TIMEOUT_MILLISECONDS = 5000;

/**
 * The first line that a program prints, or `null` when it is missing, fails or takes longer than five seconds.
 * Programs such as ssh print their version on standard error.
 */
export async function firstLineOf(program: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await execute(program, args, { timeout: TIMEOUT_MILLISECONDS });
    return (stdout.trim() || stderr.trim()).split("\n")[0]?.trim() ?? "";
  } catch {
    return null;
  }
}

/** Whether a package that may not be installed can be found. */
export async function hasPackage(name: string): Promise<boolean> {
  try {
    import.meta.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
