import { join } from "node:path";
import { dataPlaces } from "../run/bench/data-places.ts";
import type { BenchOptions } from "../run/bench/options.ts";
import { type BenchEvents, type FinishedBench, runBench } from "../run/bench/run-bench.ts";
import { startArmProgress } from "../support/arm-progress.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { aroundRun } from "./around-run.ts";
import { BENCH_FLAGS } from "./bench-flags.ts";
import { benchOptions } from "./bench-options.ts";
import type { Command } from "./command.ts";
import { asFailure, failRun, finishRun, shownPath } from "./finish-run.ts";

/** `fvalidate bench` */
export const benchCommand: Command = {
  flags: BENCH_FLAGS,
  examples: [
    [
      "$0 bench --tasks gpqa_diamond --baseline-url http://a:8000 --candidate-url http://b:8000",
      "two running servers",
    ],
    ["$0 bench --suite minicpm-o-4.5-vllm --resume", "go on with a run that was stopped"],
  ],
  async run(parsed) {
    const options = await benchOptions(parsed);
    return aroundRun(async (signals) => {
      const finished = await driveBench(options, parsed, signals.signal).catch(asFailure);
      if (finished instanceof FvalidateError) return failRun(finished, parsed, signals);
      const { result, folder } = finished;
      if (result !== null) return finishRun({ ...finished, result }, parsed, signals);
      printLine(join(shownPath(folder), "capsule", "questions.jsonl"));
      return 0;
    });
  },
};

/** Runs it and shows how far it is; its reports are still to be written. */
export function driveBench(
  options: BenchOptions,
  parsed: Parsed,
  signal: AbortSignal,
): Promise<FinishedBench> {
  const places = dataPlaces(signal, note);
  return runWithProgress(isSet(parsed, "json"), (events) => runBench(options, places, events, signal));
}

async function runWithProgress(
  asJson: boolean,
  run: (events: BenchEvents) => Promise<FinishedBench>,
): Promise<FinishedBench> {
  const progress = startArmProgress();
  try {
    return await run({
      onStart: (origin) => (asJson ? note(origin) : printLine(origin)),
      onProgress: progress.update,
      onNote(line) {
        progress.clear();
        note(line);
      },
    });
  } finally {
    progress.clear();
  }
}
