import type { AnyRun } from "../../contracts/any-run.ts";
import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import type { ReportContext } from "../context.ts";

/** A part with what its own folder holds. */
export interface PartResult {
  readonly part: PartRun;
  /** `null` where there is none, or where it cannot be read. */
  readonly run: AnyRun | null;
  /** What `--against` found, where it was asked for. */
  readonly drift: NonNullable<ReportContext["drift"]> | null;
}

/** One file format of a suite's run: of the same name and file as a single run's. */
export interface SuiteReporter {
  readonly name: string;
  readonly fileName: string;
  /** Whether it shows what the parts' own results hold. */
  readonly showsParts?: boolean;
  /**
   * The whole file; the same results always give the same bytes.
   * @param context what else is known of the run, for formats that continuous integration reads
   */
  render(run: SuiteRun, parts: readonly PartResult[], context?: ReportContext): string | Promise<string>;
}
