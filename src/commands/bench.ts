import { join, relative } from "node:path";
import { jsonReporter } from "../report/json.ts";
import { summaryOf } from "../report/terminal-summary.ts";
import { writeReports } from "../report/write.ts";
import { type BenchEvents, type FinishedBench, runBench } from "../run/bench/run-bench.ts";
import { dataPlaces } from "../run/bench/data-places.ts";
import { undoLeftovers } from "../run/lives/undo.ts";
import { startArmProgress } from "../support/arm-progress.ts";
import { FvalidateError } from "../support/errors.ts";
import { printError } from "../support/print-error.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine, printText } from "../support/terminal.ts";
import { isSet } from "./arguments.ts";
import { BENCH_FLAGS } from "./bench-flags.ts";
import { benchOptions } from "./bench-options.ts";
import { printUndone } from "./cleanup.ts";
import type { Command } from "./command.ts";
import { exitCodeOfError, exitCodeOfVerdict } from "./exit-code.ts";
import { PAINT } from "./paint.ts";

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
    using signals = abortOnSignals();
    printUndone(await undoLeftovers());
    const asJson = isSet(parsed, "json");
    const codeOf = (error: FvalidateError) =>
      error.kind === "interrupted" ? signals.exitCode() : exitCodeOfError(error);
    const finished = await withProgress(asJson, (events) =>
      runBench(options, dataPlaces({ signal: signals.signal, say: note }), events, signals.signal),
    ).catch(asFailure);
    if (finished instanceof FvalidateError) {
      printError(finished, isSet(parsed, "debug"));
      return codeOf(finished);
    }
    const { result, folder } = finished;
    if (result === null) {
      printLine(join(relative(process.cwd(), folder) || folder, "capsule", "questions.jsonl"));
      return 0;
    }
    const unwritten = await tryWriteReports(finished);
    if (asJson) printText(jsonReporter.render(result));
    else printLine(`\n${summaryOf(result, join(relative(process.cwd(), folder) || folder, "report.md"), PAINT)}`);
    const failure = finished.failure ?? unwritten;
    if (failure !== null) {
      printError(failure, isSet(parsed, "debug"));
      return codeOf(failure);
    }
    return exitCodeOfVerdict(result.verdict, isSet(parsed, "allow-inconclusive"));
  },
};

/** What stopped a run before its first question; anything else is a fault of ours. */
function asFailure(error: unknown): FvalidateError {
  if (error instanceof FvalidateError) return error;
  throw error;
}

async function withProgress(
  asJson: boolean,
  run: (events: BenchEvents) => Promise<FinishedBench>,
): Promise<FinishedBench> {
  const progress = startArmProgress();
  try {
    return await run({
      onStart: (origin) => (asJson ? note(origin) : printLine(origin)),
      onFrozen: () => undefined,
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

/** A report that cannot be written must not keep the result from the terminal. */
async function tryWriteReports({ result, folder }: FinishedBench): Promise<FvalidateError | null> {
  if (result === null) return null;
  try {
    await writeReports(result, folder);
    return null;
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
}
