import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { FvalidateError } from "../../support/errors.ts";
import { openReportsFolder, type ReportsFolder } from "./reports-folder.ts";

/** What is served, and which run's page comes first. */
export interface Chosen {
  readonly reports: ReportsFolder;
  /** The name of its folder; `null` for the list. */
  readonly run: string | null;
}

/**
 * Finds what is to be served: the reports folder, and the run in it that was named by its folder, its `run.json` or its
 * id. A run that lies elsewhere is served alone, without what lies beside it.
 * @throws FvalidateError of kind `input` where there is no such folder or run
 */
export async function chooseRun(reportsPath: string, run: string | null): Promise<Chosen> {
  if (run === null) return { reports: await openReportsFolder(reportsPath), run: null };
  const folder = (await folderOf(run)) ?? (await folderOf(join(reportsPath, run)));
  if (folder === null) throw noRun(run, reportsPath);
  const reports = await openReportsFolder(reportsPath).catch(() => null);
  const name = basename(folder);
  if (reports !== null && reports.path === dirname(folder)) return { reports, run: name };
  return { reports: await openReportsFolder(dirname(folder), name), run: name };
}

/** Without links on the way; `null` for what is no run's folder. */
async function folderOf(path: string): Promise<string | null> {
  const folder = basename(path) === "run.json" ? dirname(path) : path;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? realpath(folder) : null;
}

function noRun(run: string, reportsPath: string): FvalidateError {
  return new FvalidateError("input", `There is no run ${run}, here or in ${reportsPath}.`, {
    hint: "Name a run's folder, such as reports/pi0-…, or none for the list of all runs.",
  });
}
