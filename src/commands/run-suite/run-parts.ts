import type { PartRun } from "../../contracts/suite-run.ts";
import { jsonReporter } from "../../report/json.ts";
import { suiteSummary } from "../../report/suite/terminal-summary.ts";
import { sentence } from "../../report/summary-head.ts";
import {
  type FinishedSuite,
  runSuite,
  type SuiteDriver,
  type SuiteOptions,
} from "../../run/suite/run-suite.ts";
import { verdictOfPart } from "../../run/suite/suite-result.ts";
import { writeSuiteReports } from "../../run/suite/write-suite-reports.ts";
import { FvalidateError } from "../../support/errors.ts";
import { printError } from "../../support/print-error.ts";
import type { Signals } from "../../support/signals.ts";
import { note, printLine, printText } from "../../support/terminal.ts";
import { isSet, type Parsed } from "../arguments.ts";
import { aroundRun } from "../around-run.ts";
import { finishSuiteCi, harmlessInLog } from "../ci-finish.ts";
import { exitCodeOfFailure, exitCodeOfSeveral, exitCodeOfVerdict } from "../exit-code.ts";
import { asFailure, failRun, shownPath } from "../finish-run.ts";
import { suiteReportersOf } from "../format-flag.ts";
import { PAINT } from "../paint.ts";
import { drivePart, type PartContext } from "./drive.ts";
import type { ReadyPart } from "./plan.ts";

/** Runs the parts, writes what stands above them, and says what the exit code is. */
export function runAllParts(options: SuiteOptions<ReadyPart>, parsed: Parsed): Promise<number> {
  return aroundRun(async (signals) => {
    const finished = await runSuite(options, driverOf(options, parsed, signals), signals.signal).catch(
      asFailure,
    );
    if (finished instanceof FvalidateError) return failRun(finished, parsed, signals);
    return finishSuite(finished, parsed, signals);
  });
}

function driverOf(
  { planned, outputPath, resume }: SuiteOptions<ReadyPart>,
  parsed: Parsed,
  { signal }: Signals,
): SuiteDriver<ReadyPart> {
  const context: PartContext = { parsed, historyPath: outputPath, isResumed: resume.kind !== "new", signal };
  const say = isSet(parsed, "json") ? note : printLine;
  const heading = (name: string, what: string) => {
    const number = planned.findIndex(({ part }) => part.name === name) + 1;
    say(`${number === 1 ? "" : "\n"}Part ${number} of ${planned.length}, ${name}: ${sentence(what)}`);
  };
  return {
    drive(ready, place) {
      const { name, suite, baseline, candidate } = ready.part;
      heading(name, `${suite.title}, ${candidate} beside ${baseline}`);
      return drivePart(ready, place, context);
    },
    onKept: ({ name, verdict, folder }) => heading(name, `${verdict}, kept from before (${folder})`),
    stopsAfter: (part) => isSet(parsed, "fail-fast") && exitCodeOfPart(part, parsed) !== 0,
  };
}

async function finishSuite(
  { result, folder }: FinishedSuite,
  parsed: Parsed,
  signals: Signals,
): Promise<number> {
  const unwritten = await writeSuiteReports(result, folder, { reporters: suiteReportersOf(parsed) }).then(
    () => null,
    asFailure,
  );
  if (isSet(parsed, "json")) printText(jsonReporter.render(result));
  else printLine(`\n${harmlessInLog(suiteSummary(result, shownPath(folder), PAINT))}`);
  await finishSuiteCi({ result, folder }, parsed);
  if (unwritten !== null) printError(unwritten, isSet(parsed, "debug"));
  if (result.status === "interrupted") note(result.failure?.hint ?? "");
  if (result.status === "interrupted" && signals.signal.aborted) return signals.exitCode();
  const codes = result.parts.map((part) => exitCodeOfPart(part, parsed));
  return exitCodeOfSeveral([...codes, unwritten === null ? 0 : exitCodeOfFailure(unwritten.kind)]);
}

/** What was found stands, though its record or reports could not be written. What was not begun decides nothing. */
function exitCodeOfPart(part: PartRun, parsed: Parsed): number {
  if (part.failure !== null && verdictOfPart(part) !== "inconsistent") {
    return exitCodeOfFailure(part.failure.kind);
  }
  return exitCodeOfVerdict(verdictOfPart(part), isSet(parsed, "allow-inconclusive"));
}
