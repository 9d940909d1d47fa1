import { join } from "node:path";
import type { AnyRun } from "../contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../contracts/run-evidence.ts";
import { writeWhole } from "../support/write-file.ts";
import { REPORTERS } from "./index.ts";
import type { Reporter } from "./reporter.ts";

export interface ReportsToWrite {
  readonly reporters: readonly Reporter[];
  /** What the other files of the run's folder hold. */
  readonly evidence: RunEvidence;
}

const ALL: ReportsToWrite = { reporters: Object.values(REPORTERS), evidence: NO_EVIDENCE };

/**
 * Writes reports of a run into its folder; `run.json` always and first, since all others can be rendered from it.
 * @throws FvalidateError of kind `output`.
 */
export async function writeReports(
  result: AnyRun,
  folder: string,
  { reporters, evidence }: ReportsToWrite = ALL,
): Promise<void> {
  for (const reporter of new Set([REPORTERS.json, ...reporters])) {
    await writeWhole(join(folder, reporter.fileName), await reporter.render(result, evidence));
  }
}
