import type { AnyRun } from "../contracts/any-run.ts";

/** One file format of a finished run. */
export interface Reporter {
  /** As `--format` names it. */
  readonly name: string;
  /** In the run's folder. */
  readonly fileName: string;
  readonly description: string;
  /** The whole file; the same result always gives the same bytes. */
  render(result: AnyRun): string;
}
