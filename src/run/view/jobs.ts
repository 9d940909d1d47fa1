import { z } from "zod";
import { type RunSummary, runSummarySchema } from "../../contracts/run-summary.ts";
import { FvalidateError, messageOf } from "../../support/errors.ts";
import { readRunFile } from "./read-run-file.ts";
import { renderComparison, renderFile, renderRun } from "./render.ts";

/** What a thread is asked; plain data, like its answers. Paths are of folders that the listing has checked. */
export type Job =
  | { readonly kind: "summary"; readonly folder: string }
  | {
      readonly kind: "page";
      readonly name: string;
      readonly folder: string;
      readonly files: readonly string[];
    }
  | { readonly kind: "file"; readonly folder: string; readonly file: string }
  | { readonly kind: "comparison"; readonly a: NamedFolder; readonly b: NamedFolder };

export interface NamedFolder {
  readonly name: string;
  readonly folder: string;
}

/** `problem`: why there is nothing to show, in a sentence that a reader can act on. */
export type Answer =
  | { readonly summary: RunSummary }
  | { readonly text: string }
  | { readonly problem: string };

/** Does a job; whatever is wrong with a run's files is its answer and no error. */
export async function answer(job: Job): Promise<Answer> {
  try {
    return await done(job);
  } catch (error) {
    // What nobody foresaw is this tool's fault, and still no reason to keep the other runs from being seen.
    return {
      problem: error instanceof FvalidateError ? error.message : `It cannot be shown: ${messageOf(error)}.`,
    };
  }
}

async function done(job: Job): Promise<Answer> {
  switch (job.kind) {
    case "summary":
      return summary(job.folder);
    case "page":
      return { text: await renderRun(job) };
    case "file":
      return { text: await renderFile(job) };
    case "comparison":
      return { text: await renderComparison(job) };
  }
}

async function summary(folder: string): Promise<Answer> {
  const parsed = runSummarySchema.safeParse(await readRunFile(folder));
  if (parsed.success) return { summary: parsed.data };
  return { problem: `run.json is not a run that this version can read: ${z.prettifyError(parsed.error)}` };
}
