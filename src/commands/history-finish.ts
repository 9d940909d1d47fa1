import { dirname } from "node:path";
import type { AnyRun } from "../contracts/any-run.ts";
import type { DriftResult } from "../contracts/drift.ts";
import type { Verdict } from "../contracts/verdict.ts";
import { worseVerdict } from "../history/drift.ts";
import { driftText } from "../report/history/drift-text.ts";
import { gateOnDrift, recordRun } from "../run/history/record-run.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed, text } from "./arguments.ts";
import { PAINT } from "./paint.ts";

/** What the history makes of a run. */
export interface RecordedVerdict {
  /** The worse of the run's own and the drift gate's. */
  readonly verdict: Verdict;
  /** Why it could not be recorded or judged; the run's own result stands all the same. */
  readonly failure: FvalidateError | null;
  /** What the gate found, where it was asked. */
  readonly drift?: DriftResult;
}

/** Records a finished run and, with `--against`, gates it on drift and shows what was found. */
export async function finishHistory(
  { result, folder }: { readonly result: AnyRun; readonly folder: string },
  parsed: Parsed,
): Promise<RecordedVerdict> {
  const { verdict } = result;
  // What yargs makes of --no-history.
  if (parsed["history"] === false) return { verdict, failure: refusedAgainst(parsed) };
  try {
    const recorded = await recordRun(result, folder, text(parsed, "history") ?? dirname(folder));
    const against = text(parsed, "against");
    if (against === null) return { verdict, failure: null };
    const drift = await gateOnDrift(recorded, folder, against);
    const show = isSet(parsed, "json") ? note : printLine;
    show(`\n${driftText(drift, PAINT)}`);
    return { verdict: worseVerdict(verdict, drift.verdict), failure: null, drift };
  } catch (error) {
    if (error instanceof FvalidateError) return { verdict, failure: error };
    throw error;
  }
}

function refusedAgainst(parsed: Parsed): FvalidateError | null {
  if (parsed["against"] === undefined) return null;
  return new FvalidateError("usage", "--against needs the history that --no-history leaves out.");
}
