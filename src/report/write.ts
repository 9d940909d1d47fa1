import { join } from "node:path";
import type { AnyRun } from "../contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../contracts/run-evidence.ts";
import { writeWhole } from "../support/write-file.ts";
import { REPORTERS } from "./index.ts";

/**
 * Writes every report of a run into its folder; `run.json` first, since all others can be rendered from it.
 * @throws FvalidateError of kind `output`.
 */
export async function writeReports(
  result: AnyRun,
  folder: string,
  evidence: RunEvidence = NO_EVIDENCE,
): Promise<void> {
  for (const reporter of Object.values(REPORTERS)) {
    await writeWhole(join(folder, reporter.fileName), reporter.render(result, evidence));
  }
}
