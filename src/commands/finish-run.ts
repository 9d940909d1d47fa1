import { join, relative } from "node:path";
import type { AnyRun } from "../contracts/any-run.ts";
import { jsonReporter } from "../report/json.ts";
import type { Reporter } from "../report/reporter.ts";
import { summaryOf } from "../report/terminal-summary.ts";
import { writeReports } from "../report/write.ts";
import { FvalidateError } from "../support/errors.ts";
import { printError } from "../support/print-error.ts";
import type { Signals } from "../support/signals.ts";
import { printLine, printText } from "../support/terminal.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { annotateError, finishCi, harmlessInLog } from "./ci-finish.ts";
import { ciServer } from "./ci-server.ts";
import { evidenceFor } from "./evidence-for.ts";
import { exitCodeOfError, exitCodeOfVerdict } from "./exit-code.ts";
import { reportersOf } from "./format-flag.ts";
import type { RecordedVerdict } from "./history-finish.ts";
import { PAINT } from "./paint.ts";

/** A run of any kind that is over, whole or not. */
export interface Finished {
  readonly result: AnyRun;
  readonly folder: string;
  /** What ended it early. */
  readonly failure: FvalidateError | null;
}

/** Writes a run's reports, shows its summary and says what its exit code is. */
export async function finishRun(finished: Finished, parsed: Parsed, signals: Signals): Promise<number> {
  const show = isSet(parsed, "json")
    ? ({ result }: Finished) => printText(jsonReporter.render(result))
    : showSummary;
  const { failure, verdict } = await settleRun(finished, parsed, show);
  if (failure !== null) return printFailure(failure, parsed, signals);
  // A matrix of shards is green when all questions were answered, whatever the answers.
  if (finished.result.shard !== undefined) return 0;
  return exitCodeOfVerdict(verdict, isSet(parsed, "allow-inconclusive"));
}

/** Writes a run's reports, shows it, records it and tells the CI server. */
export async function settleRun(
  finished: Finished,
  parsed: Parsed,
  show: (finished: Finished, reporters: readonly Reporter[]) => void,
): Promise<RecordedVerdict> {
  const reporters = reportersOf(parsed);
  const unwritten = await tryWriteReports(finished, reporters);
  show(finished, reporters);
  const recorded = await recordedVerdict(finished, parsed);
  await finishCi({ ...finished, drift: recorded.drift }, parsed);
  return { ...recorded, failure: finished.failure ?? unwritten ?? recorded.failure };
}

/** The summary that a person reads in ten seconds. */
export function showSummary({ result, folder }: Finished, reporters: readonly Reporter[]): void {
  const reportPath = join(shownPath(folder), fileToRead(reporters));
  printLine(`\n${harmlessInLog(summaryOf(result, reportPath, PAINT))}`);
}

/** What a person opens first, of what was written. */
function fileToRead(reporters: readonly Reporter[]): string {
  const named = (name: string) => reporters.find((reporter) => reporter.name === name);
  return (named("md") ?? named("html") ?? jsonReporter).fileName;
}

/** A folder as it is named on the terminal. */
export function shownPath(folder: string): string {
  return relative(process.cwd(), folder) || folder;
}

/**
 * Comparisons of files go into the history only where it is named: they are seldom made again. A part of a run is no
 * run: it is neither judged nor kept there. What merges the parts does both.
 */
async function recordedVerdict(
  { result, folder }: Pick<Finished, "result" | "folder">,
  parsed: Parsed,
): Promise<RecordedVerdict> {
  if (result.shard !== undefined) return { verdict: result.verdict, failure: null };
  const ofFiles = result.baseline.source === "file" || result.kind === "card";
  const isAskedFor = parsed["history"] !== undefined || parsed["against"] !== undefined;
  if (ofFiles && !isAskedFor) return { verdict: result.verdict, failure: null };
  const { finishHistory } = await import("./history-finish.ts");
  return finishHistory({ result, folder }, parsed);
}

/** Says what stopped a run before there was anything of it, and what its exit code is. */
export function failRun(error: FvalidateError, parsed: Parsed, signals: Signals): number {
  annotateError(error, ciServer(parsed));
  return printFailure(error, parsed, signals);
}

function printFailure(error: FvalidateError, parsed: Parsed, signals: Signals): number {
  printError(error, isSet(parsed, "debug"));
  return error.kind === "interrupted" ? signals.exitCode() : exitCodeOfError(error);
}

/** What stopped a run before its first question; anything else is a fault of ours. */
export function asFailure(error: unknown): FvalidateError {
  if (error instanceof FvalidateError) return error;
  throw error;
}

/** A report that cannot be written must not keep the result from the terminal. */
async function tryWriteReports(
  { result, folder }: Pick<Finished, "result" | "folder">,
  reporters: readonly Reporter[],
): Promise<FvalidateError | null> {
  try {
    await writeReports(result, folder, { reporters, evidence: await evidenceFor(reporters, result, folder) });
    return null;
  } catch (error) {
    return asFailure(error);
  }
}
