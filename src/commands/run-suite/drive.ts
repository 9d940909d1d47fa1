import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { BenchOptions } from "../../run/bench/options.ts";
import { findUnfinished } from "../../run/bench/resume.ts";
import type { PartOutcome } from "../../run/suite/part-run.ts";
import type { PartPlace } from "../../run/suite/run-suite.ts";
import type { FvalidateError } from "../../support/errors.ts";
import { printError } from "../../support/print-error.ts";
import { isSet, type Parsed, text } from "../arguments.ts";
import { driveBench } from "../bench.ts";
import { annotateError } from "../ci-finish.ts";
import { ciServer } from "../ci-server.ts";
import { settleRun, showSummary } from "../finish-run.ts";
import { drivePi0 } from "../pi0.ts";
import type { ReadyPart } from "./plan.ts";

/** What holds for all parts of a run. */
export interface PartContext {
  /** The whole suite's flags. */
  readonly parsed: Parsed;
  /** Where the history is, unless the command line says otherwise. */
  readonly historyPath: string;
  readonly isResumed: boolean;
  readonly signal: AbortSignal;
}

interface FinishedPart {
  readonly result: RunResult | BenchRun;
  readonly folder: string;
  readonly failure: FvalidateError | null;
}

/** Runs one part as its own command would: the same folder, reports, summary and record. */
export async function drivePart(
  ready: ReadyPart,
  place: PartPlace,
  context: PartContext,
): Promise<PartOutcome> {
  let finished: FinishedPart | null = null;
  try {
    finished = await runPart(ready, place, context);
    return await settlePart(finished, ready, context);
  } catch (failure) {
    // Whatever happened to this part, the others are still to be run.
    printError(failure, isSet(context.parsed, "debug"));
    annotateError(failure, ciServer(context.parsed));
    return { finished, drift: null, failure };
  }
}

async function settlePart(
  finished: FinishedPart,
  { parsed }: ReadyPart,
  context: PartContext,
): Promise<PartOutcome> {
  const show = isSet(context.parsed, "json") ? () => undefined : showSummary;
  const { drift, failure } = await settleRun(finished, { history: context.historyPath, ...parsed }, show);
  if (failure !== null) printError(failure, isSet(context.parsed, "debug"));
  return {
    finished,
    drift: drift === undefined ? null : { against: text(parsed, "against") ?? "", result: drift },
    failure,
  };
}

async function runPart(
  { run, parsed }: ReadyPart,
  place: PartPlace,
  context: PartContext,
): Promise<FinishedPart> {
  const outputPath = place.folder;
  if (run.kind === "pi0") return drivePi0({ ...run.options, outputPath }, parsed, context.signal);
  const options = await goingOn({ ...run.options, outputPath }, place, context);
  const { result, ...rest } = await driveBench(options, parsed, context.signal);
  if (result === null) throw new RangeError("a part was frozen instead of run");
  return { ...rest, result };
}

/** A part of kind bench goes on where an earlier process stopped, whether or not that could still note its folder. */
async function goingOn(options: BenchOptions, place: PartPlace, context: PartContext): Promise<BenchOptions> {
  if (!context.isResumed) return options;
  const folder = place.unfinished ?? (await findUnfinished(options, place.taken))?.path ?? null;
  if (folder === null) return options;
  return { ...options, resume: { kind: "run", folder }, retryErrors: isSet(context.parsed, "retry-errors") };
}
