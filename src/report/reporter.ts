import type { AnyRun } from "../contracts/any-run.ts";
import type { RunEvidence } from "../contracts/run-evidence.ts";
import type { ReportContext } from "./context.ts";

/** One file format of a finished run. */
export interface Reporter {
  /** As `--format` names it. */
  readonly name: string;
  /** In the run's folder. */
  readonly fileName: string;
  readonly description: string;
  /** Whether it shows what the other files of the run's folder hold. */
  readonly showsEvidence?: boolean;
  /**
   * The whole file; the same result always gives the same bytes. At once, or when what draws it is loaded.
   * @param evidence what the other files of the run's folder hold, for formats that show it
   * @param context what else is known of the run, for formats that continuous integration reads
   */
  render(result: AnyRun, evidence?: RunEvidence, context?: ReportContext): string | Promise<string>;
}

/** A format that needs nothing but the result. */
export interface TextReporter extends Reporter {
  render(result: AnyRun, evidence?: RunEvidence, context?: ReportContext): string;
}
