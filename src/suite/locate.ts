import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { FvalidateError } from "../support/errors.ts";
import { packageFile } from "../support/package-root.ts";

/** The suites that come with the tool, by name. */
export async function shippedSuites(): Promise<string[]> {
  const names = await readdir(packageFile("suites"));
  return names
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => basename(name, ".yaml"))
    .sort();
}

/** Whether a suite is named by its place: a shipped suite's name has no folder and no `.yaml`. */
export function isPath(nameOrPath: string): boolean {
  return /[\\/]|\.ya?ml$/.test(nameOrPath);
}

/**
 * The file of a suite, from a shipped name or a path.
 * @throws FvalidateError of kind `suite` when there is neither.
 */
export async function locateSuite(nameOrPath: string): Promise<string> {
  if (isPath(nameOrPath)) return requireFile(resolve(nameOrPath), nameOrPath);
  const shipped = join(packageFile("suites"), `${nameOrPath}.yaml`);
  if (existsSync(shipped)) return shipped;
  throw new FvalidateError("suite", `There is no suite "${nameOrPath}".`, {
    hint: `Shipped suites: ${(await shippedSuites()).join(", ")}. A path ends in .yaml.`,
  });
}

function requireFile(path: string, asGiven: string): string {
  if (existsSync(path)) return path;
  throw new FvalidateError("suite", `There is no suite file ${asGiven}.`, {
    hint: `Looked for ${path}. A suite's shipped name has no folder and no .yaml.`,
  });
}
