import { join } from "node:path";
import type { AnyRun } from "../../contracts/any-run.ts";
import { readResult, readRun } from "../../contracts/read-run.ts";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import type { PartResult } from "../../report/suite/reporter.ts";
import { FvalidateError } from "../../support/errors.ts";
import { readDrift } from "../history/read-drift.ts";
import { folderIn } from "../history/reference.ts";

/** Every part with what its folder holds. A folder that is gone, or holds another run, leaves its part without. */
export function readParts({ parts }: SuiteRun, folder: string): Promise<PartResult[]> {
  return Promise.all(parts.map((part) => readPart(part, folder)));
}

async function readPart(part: PartRun, folder: string): Promise<PartResult> {
  if (part.folder === null || part.id === null) return { part, run: null, drift: null };
  const place = join(folder, part.folder);
  const run = await readRun(place).catch(() => null);
  if (run?.id !== part.id) return { part, run: null, drift: null };
  // What an earlier gate left there is none of this run's.
  return { part, run, drift: part.drift === null ? null : await readDrift(place, run.id) };
}

/** A run with the folder it is in. */
export interface LocatedResult {
  readonly run: AnyRun;
  readonly folder: string;
}

/**
 * A run, or all runs of a suite's, in the suite's order.
 * @throws FvalidateError of kind `input` for what is no run, and for a suite's run in which a part has none
 */
export async function readRuns(path: string): Promise<LocatedResult[]> {
  const folder = folderIn(path);
  const result = await readResult(path);
  if (result.kind !== "suite") return [{ run: result, folder }];
  return Promise.all(result.parts.map((part) => partOrThrow(part, folder)));
}

async function partOrThrow(part: PartRun, folder: string): Promise<LocatedResult> {
  const { name, folder: own, status, headline } = part;
  if (own !== null && status !== "not run") {
    const place = join(folder, own);
    return { run: await readRun(place), folder: place };
  }
  throw new FvalidateError("input", `The part ${name} of ${folder} has no run: ${headline}`, {
    hint: "Go on with the suite's run by --resume, or name the folders of the parts that are to be taken.",
  });
}
