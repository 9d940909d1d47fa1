import type { AnyRun } from "../contracts/any-run.ts";
import type { ReportContext } from "../report/context.ts";
import { readDrift } from "../run/history/read-drift.ts";
import { isSet, type Parsed } from "./arguments.ts";

/** What a run's folder, and the command that renders it again, know beside its result. */
export async function contextOfFolder(run: AnyRun, folder: string, parsed: Parsed): Promise<ReportContext> {
  const drift = await readDrift(folder, run.id);
  return { ...(drift === null ? {} : { drift }), ...contextOfCommand(parsed) };
}

/** The same without a run: what the command alone knows. */
export function contextOfCommand(parsed: Parsed): ReportContext {
  return isSet(parsed, "allow-inconclusive") ? { allowInconclusive: true } : {};
}
