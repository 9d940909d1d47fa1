import { FvalidateError, messageOf, systemCodeOf } from "../../../support/errors.ts";

/** A file of a run's folder, and what a page lacks without it. */
export interface RunFile {
  /** Within the folder. */
  readonly name: string;
  readonly without: string;
}

/**
 * Reads a file without which a page is poorer but not wrong.
 * @param gaps sentences about what could not be read; added to
 * @returns `null` where it cannot be read
 */
export async function tolerate<Value>(
  { name, without }: RunFile,
  gaps: string[],
  read: () => Promise<Value>,
): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === undefined && !(error instanceof FvalidateError)) throw error;
    gaps.push(`${name} ${why(code, error)}: ${without}.`);
    return null;
  }
}

/** Without the path, which differs from machine to machine. */
function why(code: string | undefined, error: unknown): string {
  if (code === "ENOENT") return "is not in the run's folder";
  return `cannot be read (${code ?? messageOf(error)})`;
}
