import type { AnyRun } from "../contracts/any-run.ts";
import type { ReportContext } from "../report/context.ts";
import { readDrift } from "../run/history/read-drift.ts";
import { isSet, type Parsed } from "./arguments.ts";

/** What a run's folder, and the command that renders it again, know beside its result. */
export async function contextOfFolder(run: AnyRun, folder: string, parsed: Parsed): Promise<ReportContext> {
  const drift = await readDrift(folder, run.id);
  return {
    ...(drift === null ? {} : { drift }),
    ...allowedBy(parsed),
  };
}

/** Whether what is inconclusive counts as no failure. */
export function allowedBy(parsed: Parsed): ReportContext {
  return isSet(parsed, "allow-inconclusive") ? { allowInconclusive: true } : {};
}
