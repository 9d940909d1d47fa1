import type { AnyRun } from "../contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../contracts/run-evidence.ts";
import type { Reporter } from "../report/reporter.ts";

/** What a run's other files hold, read only where one of the reports shows it. */
export async function evidenceFor(
  reporters: readonly Reporter[],
  result: AnyRun,
  folder: string,
): Promise<RunEvidence> {
  if (!reporters.some(({ showsEvidence = false }) => showsEvidence)) return NO_EVIDENCE;
  const { readEvidence } = await import("../run/evidence/index.ts");
  return readEvidence(result, folder);
}
