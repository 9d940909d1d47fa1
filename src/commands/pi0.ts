import { join, relative } from "node:path";
import { jsonReporter } from "../report/json.ts";
import { type Paint, summaryOf } from "../report/terminal-summary.ts";
import { writeReports } from "../report/write.ts";
import { undoLeftovers } from "../run/lives/undo.ts";
import { type FinishedRun, type RunEvents, runPi0 } from "../run/run-pi0.ts";
import { FvalidateError } from "../support/errors.ts";
import { printError } from "../support/print-error.ts";
import { startProgress } from "../support/progress.ts";
import { abortOnSignals } from "../support/signals.ts";
import { colour, note, printLine, printText } from "../support/terminal.ts";
import { isSet } from "./arguments.ts";
import { printUndone } from "./cleanup.ts";
import type { Command } from "./command.ts";
import { exitCodeOfError, exitCodeOfVerdict } from "./exit-code.ts";
import { PI0_FLAGS, pi0Options } from "./pi0-options.ts";

const VERDICT_COLOURS = { consistent: "green", inconsistent: "red", inconclusive: "yellow" } as const;

const PAINT: Paint = {
  verdict: (word, verdict) => colour(word, "bold", VERDICT_COLOURS[verdict]),
  warning: (text) => colour(text, "yellow"),
};

/** `fvalidate pi0` */
export const pi0Command: Command = {
  flags: PI0_FLAGS,
  examples: [
    ["$0 pi0 --baseline cuda --candidate flagos", "replay the recordings of an H200"],
    ["$0 pi0 --suite pi0-embedded --baseline tfjs-cpu --candidate tfjs-wasm", "a live run without a GPU"],
  ],
  async run(parsed) {
    const options = await pi0Options(parsed);
    using signals = abortOnSignals();
    printUndone(await undoLeftovers());
    const asJson = isSet(parsed, "json");
    const codeOf = (error: FvalidateError) =>
      error.kind === "interrupted" ? signals.exitCode() : exitCodeOfError(error);
    const finished = await runWithProgress(asJson, (events) => runPi0(options, events, signals.signal)).catch(
      asFailure,
    );
    if (finished instanceof FvalidateError) {
      printError(finished, isSet(parsed, "debug"));
      return codeOf(finished);
    }
    const unwritten = await tryWriteReports(finished);
    show(finished, asJson);
    const failure = finished.failure ?? unwritten;
    if (failure !== null) {
      printError(failure, isSet(parsed, "debug"));
      return codeOf(failure);
    }
    return exitCodeOfVerdict(finished.result.verdict, isSet(parsed, "allow-inconclusive"));
  },
};

/** What stopped a run before its first question; anything else is a fault of ours. */
function asFailure(error: unknown): FvalidateError {
  if (error instanceof FvalidateError) return error;
  throw error;
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

/** A report that cannot be written must not keep the result from the terminal. */
async function tryWriteReports({ result, folder }: FinishedRun): Promise<FvalidateError | null> {
  try {
    await writeReports(result, folder);
    return null;
  } catch (error) {
    if (error instanceof FvalidateError) return error;
    throw error;
  }
}

function show({ result, folder }: FinishedRun, asJson: boolean): void {
  if (asJson) printText(jsonReporter.render(result));
  else
    printLine(`\n${summaryOf(result, join(relative(process.cwd(), folder) || folder, "report.md"), PAINT)}`);
}
