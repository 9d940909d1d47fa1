import type { AnyRun } from "../contracts/any-run.ts";
import { benchSummary } from "./bench/terminal-summary.ts";
import { cardCheckSummary } from "./card-check/terminal-summary.ts";
import type { Paint } from "./paint.ts";
import { terminalSummary } from "./pi0/terminal-summary.ts";
import { tensorsSummary } from "./tensors/terminal-summary.ts";

export type { Paint } from "./paint.ts";

/** The summary that a person reads in ten seconds, without the first line (the run's origin). */
export function summaryOf(run: AnyRun, reportPath: string, paint: Paint): string {
  switch (run.kind) {
    case "pi0":
      return terminalSummary(run, reportPath, paint);
    case "bench":
      return benchSummary(run, reportPath, paint);
    case "compare":
      return tensorsSummary(run, reportPath, paint);
    case "card":
      return cardCheckSummary(run, reportPath, paint);
  }
}
