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
export async function finishRun(
  { result, folder, failure }: Finished,
  parsed: Parsed,
  signals: Signals,
): Promise<number> {
  const unwritten = await tryWriteReports({ result, folder }, reportersOf(parsed));
  const name = relative(process.cwd(), folder) || folder;
  if (isSet(parsed, "json")) printText(jsonReporter.render(result));
  else printLine(`\n${harmlessInLog(summaryOf(result, join(name, "report.md"), PAINT))}`);
  // A part of a run is no run: it is neither judged nor kept in the history. What merges the parts does both.
  if (result.shard !== undefined) {
    await finishCi({ result, folder }, parsed);
    return endShard(failure ?? unwritten, parsed, signals);
  }
  const recorded = await recordedVerdict({ result, folder }, parsed);
  await finishCi({ result, folder, drift: recorded.drift }, parsed);
  const ended = failure ?? unwritten ?? recorded.failure;
  if (ended !== null) return printFailure(ended, parsed, signals);
  return exitCodeOfVerdict(recorded.verdict, isSet(parsed, "allow-inconclusive"));
}

/** A matrix of shards is green when all questions were answered, whatever the answers. */
function endShard(failure: FvalidateError | null, parsed: Parsed, signals: Signals): number {
  return failure === null ? 0 : printFailure(failure, parsed, signals);
}

/** Comparisons of files go into the history only where it is named: they are seldom made again. */
async function recordedVerdict(
  { result, folder }: Pick<Finished, "result" | "folder">,
  parsed: Parsed,
): Promise<RecordedVerdict> {
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
