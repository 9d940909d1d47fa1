import type { AnyRun } from "../../contracts/any-run.ts";
import { NO_EVIDENCE, type RunEvidence } from "../../contracts/run-evidence.ts";
import { actionEvidence } from "./actions.ts";
import { benchEvidence } from "./bench.ts";

/**
 * What a page shows beside the result, from the other files of a run's folder. Whatever is missing or cannot be read is
 * a gap with its reason: a page is made of what there is.
 */
export async function readEvidence(result: AnyRun, folder: string): Promise<RunEvidence> {
  switch (result.kind) {
    case "pi0":
      return actionEvidence(result, folder);
    case "bench":
      return { ...NO_EVIDENCE, ...(await benchEvidence(result, folder)) };
    default:
      return NO_EVIDENCE;
  }
}
