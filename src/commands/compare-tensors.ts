import {
  type CompareEvents,
  type FinishedComparison,
  runCompareTensors,
} from "../run/compare/tensors/run-compare-tensors.ts";
import { FvalidateError } from "../support/errors.ts";
import { startProgress } from "../support/progress.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { compareTensorsOptions } from "./compare-options.ts";
import { refuseRunsOfPi0 } from "./compare-runs.ts";
import { asFailure, failRun, finishRun } from "./finish-run.ts";

/** Compares tensors in files; see `compare-kind.ts` for what else is compared. */
export async function compareTensors(parsed: Parsed): Promise<number> {
  await refuseRunsOfPi0(parsed);
  const options = await compareTensorsOptions(parsed);
  using signals = abortOnSignals();
  const finished = await withProgress(isSet(parsed, "json"), (events) =>
    runCompareTensors(options, events, signals.signal),
  ).catch(asFailure);
  if (finished instanceof FvalidateError) return failRun(finished, parsed, signals);
  return finishRun(finished, parsed, signals);
}

async function withProgress(
  asJson: boolean,
  run: (events: CompareEvents) => Promise<FinishedComparison>,
): Promise<FinishedComparison> {
  const progress = startProgress("tensors compared");
  try {
    return await run({
      onStart: (origin) => (asJson ? note(origin) : printLine(origin)),
      onProgress: (done, total) => progress.update(done, total),
    });
  } finally {
    progress.clear();
  }
}
