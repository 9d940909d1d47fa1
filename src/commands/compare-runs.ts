import { stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RunKind } from "../contracts/any-run.ts";
import { readRun } from "../contracts/read-run.ts";
import { FvalidateError } from "../support/errors.ts";
import { type Parsed, requiredText, text } from "./arguments.ts";

/**
 * Two runs of pi0 are more than their files: what they took is among their tensors, and their floors are not.
 * @throws FvalidateError of kind `usage` that says how such runs are compared
 */
export async function refuseRunsOfPi0(parsed: Parsed): Promise<void> {
  const [baseline, candidate] = [requiredText(parsed, "baseline"), text(parsed, "candidate")];
  if (candidate === null || (await kindOfRun(baseline)) !== "pi0" || (await kindOfRun(candidate)) !== "pi0")
    return;
  const tensors = [baseline, candidate].map((run) => join(folderOf(run), "tensors", "candidate.npy"));
  throw new FvalidateError("usage", "Both are runs of pi0.", {
    hint:
      `What moved between them, with their floors: fvalidate history drift ${candidate} --against ${baseline}. ` +
      `One arm's actions by themselves: fvalidate compare ${tensors.join(" ")} --observation-axis 0.`,
  });
}

async function kindOfRun(path: string): Promise<RunKind | null> {
  const found = await stat(basename(path) === "run.json" ? path : join(path, "run.json")).catch(() => null);
  if (found === null) return null;
  return readRun(path).then(
    ({ kind }) => kind,
    () => null,
  );
}

function folderOf(run: string): string {
  return basename(run) === "run.json" ? dirname(run) : run;
}
