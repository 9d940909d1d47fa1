import { existsSync } from "node:fs";
import { mkdir, readdir, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ResultKind } from "../contracts/any-run.ts";
import { systemCodeOf } from "../support/errors.ts";
import { makeFolder } from "../support/make-folder.ts";
import { writing } from "../support/write-file.ts";

export interface RunFolder {
  readonly id: string;
  readonly path: string;
}

/**
 * Makes the folder of a new run: `<kind>-<date>-<time>-<baseline>-<candidate>`, with a number behind it where another
 * run began in the same second.
 * @throws FvalidateError of kind `output` when it cannot be made.
 */
export async function makeRunFolder(
  outputPath: string,
  { kind, name, startedAt }: { kind: ResultKind; name: string; startedAt: Date },
): Promise<RunFolder> {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  await writing(outputPath, () => makeFolder(outputPath));
  for (let attempt = 1; ; attempt += 1) {
    const id = `${kind}-${time}-${name}${attempt === 1 ? "" : `-${attempt}`}`;
    const path = join(outputPath, id);
    if (!(await writing(path, () => madeNew(path)))) continue;
    if (!(await isTakenBeside(outputPath, id))) return { id, path };
    await rmdir(path);
  }
}

/** A history knows runs by their ids, so a part of one suite's run must not be called as one of another's. */
async function isTakenBeside(outputPath: string, id: string): Promise<boolean> {
  const own = basename(resolve(outputPath));
  if (!own.startsWith(SUITE_PREFIX)) return false;
  const reports = dirname(resolve(outputPath));
  const others = (await readdir(reports)).filter((name) => name.startsWith(SUITE_PREFIX) && name !== own);
  return others.some((name) => existsSync(join(reports, name, id)));
}

/** Of the folders of suites' runs, as their ids begin. */
const SUITE_PREFIX = "suite-";

async function madeNew(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST") return false;
    throw error;
  }
}
