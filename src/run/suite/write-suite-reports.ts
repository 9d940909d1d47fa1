import { join } from "node:path";
import type { SuiteRun } from "../../contracts/suite-run.ts";
import type { ReportContext } from "../../report/context.ts";
import { jsonReporter } from "../../report/json.ts";
import type { SuiteReporter } from "../../report/suite/reporter.ts";
import { writeWhole } from "../../support/write-file.ts";
import { readParts } from "./read-parts.ts";

export interface SuiteReportsToWrite {
  readonly reporters: readonly SuiteReporter[];
  readonly context?: ReportContext;
}

/**
 * Writes reports of a suite's run into its folder; `run.json` always and first, since it holds what all others show.
 * @throws FvalidateError of kind `output`.
 */
export async function writeSuiteReports(
  run: SuiteRun,
  folder: string,
  { reporters, context }: SuiteReportsToWrite,
): Promise<void> {
  const parts = reporters.some(({ showsParts = false }) => showsParts) ? await readParts(run, folder) : [];
  for (const reporter of new Set<SuiteReporter>([jsonReporter, ...reporters])) {
    await writeWhole(join(folder, reporter.fileName), await reporter.render(run, parts, context));
  }
}
