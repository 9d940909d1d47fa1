import { dirname, resolve } from "node:path";
import type { HistoryRecord } from "../../contracts/history.ts";
import { readRun } from "../../contracts/read-run.ts";
import type { ChosenReference } from "../../history/drift.ts";
import type { History } from "../../history/fold.ts";
import { recordKey, recordOf, seriesKey } from "../../history/records.ts";
import { folderName } from "../../history/store.ts";
import { FvalidateError } from "../../support/errors.ts";

/** Where runs are looked up. */
export interface KnownRuns {
  /** The history's file, whether or not it is there. */
  readonly file: string;
  readonly history: History;
}

/**
 * The run that `--against` means: the latest blessed one of the series, the complete one before, or the one that is
 * named by its id, its folder or its `run.json`.
 *
 * @returns `null` where there is no blessed or no earlier run
 * @throws FvalidateError of kind `input` for a run that cannot be found, `comparison` for one of another kind
 */
export async function referenceFor(
  run: HistoryRecord,
  against: string,
  known: KnownRuns,
): Promise<ChosenReference | null> {
  const series = known.history.runs.filter(
    (record) => record.runId !== run.runId && seriesKey(record) === seriesKey(run),
  );
  if (against === "blessed") return blessedIn(series, known.history);
  if (against === "last") return lastIn(series, run);
  const record = await recordNamed(against, known);
  if (recordKey(record) === recordKey(run) && record.createdAt === run.createdAt)
    throw new FvalidateError("usage", `${record.runId} cannot be compared with itself.`);
  if (record.kind === run.kind) return { record, choice: "named", note: null };
  throw new FvalidateError(
    "comparison",
    `${record.runId} is a run of ${record.kind}, and ${run.runId} of ${run.kind}: they have no figures in common.`,
  );
}

function blessedIn(series: readonly HistoryRecord[], { blessings }: History): ChosenReference | null {
  for (const { runId, note } of [...blessings].reverse()) {
    const record = series.find((one) => one.runId === runId);
    if (record !== undefined) return { record, choice: "blessed", note };
  }
  return null;
}

function lastIn(series: readonly HistoryRecord[], run: HistoryRecord): ChosenReference | null {
  const before = Date.parse(run.createdAt);
  const record = series.findLast(
    ({ status, createdAt }) => status === "complete" && Date.parse(createdAt) <= before,
  );
  return record === undefined ? null : { record, choice: "last", note: null };
}

/**
 * A run by its id in the history, or by its folder or `run.json`.
 * @throws FvalidateError of kind `input` where neither is there
 */
export async function recordNamed(name: string, { file, history }: KnownRuns): Promise<HistoryRecord> {
  const recorded = history.runs.find(({ runId }) => runId === name);
  if (recorded !== undefined) return recorded;
  const run = await readRun(name).catch((error: unknown) => {
    if (!(error instanceof FvalidateError)) throw error;
    throw new FvalidateError("input", `${name} is no run in ${file}, and no run's folder: ${error.message}`, {
      hint: "See fvalidate history for the ids, or name a run's folder, such as reports/pi0-….",
      cause: error,
    });
  });
  return recordOf(run, folderName(file, folderIn(name)));
}

/** The folder of a run that is named by it or by its `run.json`. */
export function folderIn(name: string): string {
  return resolve(name.endsWith(".json") ? dirname(name) : name);
}
