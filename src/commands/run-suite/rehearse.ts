import { sentence } from "../../report/summary-head.ts";
import { printError } from "../../support/print-error.ts";
import { printLine } from "../../support/terminal.ts";
import { isSet, type Parsed } from "../arguments.ts";
import { aroundRun } from "../around-run.ts";
import { exitCodeOfError, exitCodeOfSeveral } from "../exit-code.ts";
import { printDryRun, startArms } from "../rehearse-arms.ts";
import type { ReadyPart } from "./plan.ts";

/** Every command that the parts would give, in order. */
export async function dryRunParts(planned: readonly ReadyPart[]): Promise<number> {
  for (const { part } of planned) {
    printLine(`# part ${part.name}: ${sentence(part.suite.title)}\n`);
    await printDryRun(part);
  }
  return 0;
}

/** Brings the parts' stacks up and down, one after the other. One that fails keeps none of the others from it. */
export function startPartsOnly(planned: readonly ReadyPart[], parsed: Parsed): Promise<number> {
  return aroundRun(async (signals) => {
    const codes: number[] = [];
    for (const { part } of planned) {
      if (signals.signal.aborted) break;
      printLine(`Part ${part.name}: ${sentence(part.suite.title)}`);
      codes.push(await startOne(part, parsed, signals.signal));
    }
    return signals.signal.aborted ? signals.exitCode() : exitCodeOfSeveral(codes);
  });
}

async function startOne(part: ReadyPart["part"], parsed: Parsed, signal: AbortSignal): Promise<number> {
  try {
    return await startArms(part, isSet(parsed, "require-evidence"), signal);
  } catch (error) {
    printError(error, isSet(parsed, "debug"));
    return exitCodeOfError(error);
  }
}
