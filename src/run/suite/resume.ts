import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { readResult } from "../../contracts/read-run.ts";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import type { RunFolder } from "../run-folder.ts";
import type { PlannedPart } from "./part-run.ts";

/** A suite's run that is gone on with. */
export interface ResumedSuite {
  readonly folder: RunFolder;
  readonly earlier: SuiteRun;
}

/** What is sought: the same suite, with the same parts that are asked the same. */
export interface Sought {
  readonly suiteName: string;
  readonly planned: readonly PlannedPart[];
  readonly outputPath: string;
  /** Whether a run that is complete will do: its errors are to be asked again. */
  readonly acceptsComplete: boolean;
}

/**
 * The newest run of the same parts that is not complete.
 * @throws FvalidateError of kind `usage` where there is none
 */
export async function latestSuiteRun(sought: Sought): Promise<ResumedSuite> {
  for (const id of (await foldersIn(sought.outputPath)).sort().reverse()) {
    const path = join(sought.outputPath, id);
    const earlier = id.startsWith("suite-") ? await suiteRunIn(path).catch(() => null) : null;
    if (earlier !== null && fits(earlier, sought)) return { folder: { id, path }, earlier };
  }
  throw new FvalidateError("usage", `No unfinished run of ${sought.suiteName} is in ${sought.outputPath}.`, {
    hint: "Name its folder (--resume RUN) to see what differs, or begin a new run, without --resume.",
  });
}

/** @throws FvalidateError of kind `usage` for a folder that holds the run of other parts, `input` for no suite's run */
export async function namedSuiteRun(path: string, sought: Sought): Promise<ResumedSuite> {
  const earlier = await suiteRunIn(path);
  const difference = differenceOf(earlier, sought);
  if (difference === null) return { folder: { id: basename(resolve(path)), path }, earlier };
  throw new FvalidateError("usage", `${path} cannot be resumed: ${difference}.`, {
    hint: "Repeat the flags of the run that was stopped, or begin a new run.",
  });
}

/** Whether nothing is left to do of a part. */
export function isKept({ status, failure, kind }: PartRun, retryErrors: boolean): boolean {
  return status === "complete" && failure === null && !(retryErrors && kind === "bench");
}

async function suiteRunIn(path: string): Promise<SuiteRun> {
  const result = await readResult(path);
  if (result.kind === "suite") return result;
  throw new FvalidateError("input", `${path} is no run of a suite of suites, but of ${result.kind}.`, {
    hint: "Name a folder such as reports/suite-…, or give --resume alone for the newest unfinished run.",
  });
}

function fits(earlier: SuiteRun, sought: Sought): boolean {
  const isOpen = sought.acceptsComplete || earlier.status !== "complete";
  return isOpen && differenceOf(earlier, sought) === null;
}

function differenceOf({ suite, parts }: SuiteRun, { suiteName, planned }: Sought): string | null {
  if (suite.name !== suiteName) return `it is a run of ${suite.name}`;
  const names = parts.map(({ name }) => name).join(", ");
  const wanted = planned.map(({ part }) => part.name).join(", ");
  if (names !== wanted) return `its parts were ${names}, now they are ${wanted}`;
  const other = planned.find(({ settingsSha256 }, index) => parts[index]?.settingsSha256 !== settingsSha256);
  return other === undefined ? null : `${other.part.name} was run with other flags, or its suite was another`;
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw error;
  }
}
