import { appendFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AnyRun } from "../contracts/any-run.ts";
import type { DriftResult } from "../contracts/drift.ts";
import { NO_EVIDENCE } from "../contracts/run-evidence.ts";
import type { SuiteRun } from "../contracts/suite-run.ts";
import { annotationOfError, annotationsOf, workflowCommand } from "../report/ci/annotations.ts";
import { defuseCommands } from "../report/ci/defuse.ts";
import { stepSummary } from "../report/ci/step-summary.ts";
import { commentReporter } from "../report/comment.ts";
import type { ReportContext } from "../report/context.ts";
import { junitReporter } from "../report/junit.ts";
import { suiteStepSummary } from "../report/suite/comment.ts";
import { SUITE_REPORTERS } from "../report/suite/index.ts";
import { writeSuiteReports } from "../run/suite/write-suite-reports.ts";
import { FvalidateError, messageOf, systemCodeOf } from "../support/errors.ts";
import { note } from "../support/terminal.ts";
import { writeWhole } from "../support/write-file.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { artefactsUrlOf, type CiServer, ciServer, serverOfEnvironment } from "./ci-server.ts";
import { reportersOf } from "./format-flag.ts";

/** A run that is over, and what the history made of it. */
export interface FinishedForCi {
  readonly result: AnyRun;
  readonly folder: string;
  readonly drift?: DriftResult | undefined;
}

/**
 * Tells the CI server of a finished run: `junit.xml` and `comment.md` with what only the command knows, on GitHub a
 * step summary and annotations. The run stands whatever becomes of it here: what cannot be written is a warning.
 */
export async function finishCi(finished: FinishedForCi, parsed: Parsed): Promise<void> {
  await orWarn(async () => {
    const server = ciServer(parsed);
    const context = contextOf(finished, server, parsed);
    await orWarn(() => rewriteReports(finished, context, parsed));
    if (server !== "github") return;
    for (const annotation of annotationsOf(finished.result, context)) note(workflowCommand(annotation));
    await appendToSummary((taken) => stepSummary(finished.result, context, taken));
  });
}

/** Tells it of a whole suite's run, whose parts have been told of; `junit.xml` and `comment.md` as for one run. */
export async function finishSuiteCi({ result, folder }: SuiteForCi, parsed: Parsed): Promise<void> {
  await orWarn(async () => {
    const server = ciServer(parsed);
    const context = contextOf({}, server, parsed);
    const told = SUITE_REPORTERS.filter(({ name }) => ["junit", "comment"].includes(name));
    if (Object.keys(context).length > 0)
      await orWarn(() => writeSuiteReports(result, folder, { reporters: told, context }));
    if (server === "github") await appendToSummary((taken) => suiteStepSummary(result, context, taken));
  });
}

/** A suite's run that is over. */
export interface SuiteForCi {
  readonly result: SuiteRun;
  readonly folder: string;
}

/** Tells the CI server of what ended a command before there was a run. */
export function annotateError(error: unknown, server: CiServer): void {
  const hint = error instanceof FvalidateError ? error.hint : undefined;
  if (server === "github") note(workflowCommand(annotationOfError(messageOf(error), hint)));
}

/** A text of which no line steers the CI server. */
export function harmlessInLog(text: string): string {
  return serverOfEnvironment() === "github" ? defuseCommands(text) : text;
}

function contextOf({ drift }: Pick<FinishedForCi, "drift">, server: CiServer, parsed: Parsed): ReportContext {
  const artefactsUrl = artefactsUrlOf(server);
  return {
    ...(drift === undefined ? {} : { drift }),
    ...(isSet(parsed, "allow-inconclusive") ? { allowInconclusive: true } : {}),
    ...(artefactsUrl === null ? {} : { artefactsUrl }),
  };
}

/** Those that were asked for are there already, without this. */
async function rewriteReports(
  { result, folder }: FinishedForCi,
  context: ReportContext,
  parsed: Parsed,
): Promise<void> {
  if (Object.keys(context).length === 0) return;
  const written = reportersOf(parsed);
  for (const reporter of [junitReporter, commentReporter]) {
    if (!written.includes(reporter)) continue;
    const { fileName, render } = reporter;
    await writeWhole(join(folder, fileName), render(result, NO_EVIDENCE, context));
  }
}

async function appendToSummary(render: (taken: number) => string | null): Promise<void> {
  const path = process.env["GITHUB_STEP_SUMMARY"];
  if (path === undefined || path === "") return;
  const text = render(await sizeOf(path));
  if (text === null) note("warning: the step summary is full: this run is not in it.");
  else await appendFile(path, text);
}

/** GitHub makes the file; where it did not, it is empty. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return 0;
    throw error;
  }
}

async function orWarn(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    note(`warning: the CI server is not told: ${messageOf(error)}`);
  }
}
