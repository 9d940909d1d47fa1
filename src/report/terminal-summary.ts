import type { AnyRun } from "../contracts/any-run.ts";
import { benchSummary } from "./bench/terminal-summary.ts";
import type { Paint } from "./paint.ts";
import { terminalSummary } from "./pi0/terminal-summary.ts";

export type { Paint } from "./paint.ts";

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function summaryOf(run: AnyRun, reportPath: string, paint: Paint): string {
  return run.kind === "pi0" ? terminalSummary(run, reportPath, paint) : benchSummary(run, reportPath, paint);
}
