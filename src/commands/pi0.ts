import type { Pi0Options } from "../run/options.ts";
import { type FinishedRun, type RunEvents, runPi0 } from "../run/run-pi0.ts";
import { FvalidateError } from "../support/errors.ts";
import { startProgress } from "../support/progress.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { aroundRun } from "./around-run.ts";
import type { Command } from "./command.ts";
import { asFailure, failRun, finishRun } from "./finish-run.ts";
import { PI0_FLAGS, pi0Options } from "./pi0-options.ts";

/** `fvalidate pi0` */
export const pi0Command: Command = {
  flags: PI0_FLAGS,
  examples: [
    ["$0 pi0 --baseline cuda --candidate flagos", "replay the recordings of an H200"],
    ["$0 pi0 --suite pi0-embedded --baseline tfjs-cpu --candidate tfjs-wasm", "a live run without a GPU"],
  ],
  async run(parsed) {
    const options = await pi0Options(parsed);
    return aroundRun(async (signals) => {
      const finished = await drivePi0(options, parsed, signals.signal).catch(asFailure);
      if (finished instanceof FvalidateError) return failRun(finished, parsed, signals);
      return finishRun(finished, parsed, signals);
    });
  },
};

/** Runs it and shows how far it is; its reports are still to be written. */
export function drivePi0(options: Pi0Options, parsed: Parsed, signal: AbortSignal): Promise<FinishedRun> {
  return runWithProgress(isSet(parsed, "json"), (events) => runPi0(options, events, signal));
}

async function runWithProgress(
  asJson: boolean,
  run: (events: RunEvents) => Promise<FinishedRun>,
): Promise<FinishedRun> {
  const progress = startProgress("questions answered");
  try {
    return await run({
      onStart: (origin) => (asJson ? note(origin) : printLine(origin)),
      onProgress: (done, total) => progress.update(done, total),
      onNote(line) {
        progress.clear();
        note(line);
      },
    });
  } finally {
    progress.clear();
  }
}
