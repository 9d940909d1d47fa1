import { join } from "node:path";
import type { AnyRun } from "../../contracts/any-run.ts";
import type { DriftResult } from "../../contracts/drift.ts";
import type { HistoryRecord } from "../../contracts/history.ts";
import { formatLine } from "../../history/parse-line.ts";
import { recordKey, recordOf } from "../../history/records.ts";
import { appendToHistory, folderName, historyFile, readHistory } from "../../history/store.ts";
import { FvalidateError } from "../../support/errors.ts";
import { writeWhole } from "../../support/write-file.ts";
import { measureDrift } from "./measure-drift.ts";

/** What became of a run in the history. */
export interface Recorded {
  readonly file: string;
  readonly record: HistoryRecord;
  /** `false` where the history had it already, to the letter. */
  readonly added: boolean;
}

/**
 * Adds a finished run to a history, once.
 * @param folder the run's folder
 * @param historyPath the history's file, or the folder that holds it
 * @throws FvalidateError of kind `usage` for a shard's run, `output` where it cannot be written, `input` where what is there cannot be read
 */
export async function recordRun(run: AnyRun, folder: string, historyPath: string): Promise<Recorded> {
  requireWhole(run);
  const file = await historyFile(historyPath);
  const record = recordOf(run, folderName(file, folder));
  const { runs } = await readHistory(file);
  const known = runs.find((one) => recordKey(one) === recordKey(record));
  if (known !== undefined && formatLine(known) === formatLine(record)) return { file, record, added: false };
  await appendToHistory(file, [record]);
  return { file, record, added: true };
}

/** A trend over parts of runs would be one over different questions. */
function requireWhole({ id, shard }: AnyRun): void {
  if (shard === undefined) return;
  throw new FvalidateError("usage", `${id} is shard ${shard.index} of ${shard.count}, no whole run.`, {
    hint: "Merge the shards first: fvalidate merge.",
  });
}

/** The drift gate's file in a run's folder. */
export const DRIFT_FILE = "drift.json";

/**
 * Judges a recorded run against an earlier one and writes what was found to `drift.json` in its folder.
 * @param against `blessed`, `last`, a run's id or its folder
 */
export async function gateOnDrift(
  { file, record }: Recorded,
  folder: string,
  against: string,
): Promise<DriftResult> {
  const drift = await measureDrift(record, against, { file, history: await readHistory(file) });
  await writeWhole(join(folder, DRIFT_FILE), `${JSON.stringify(drift, null, 2)}\n`);
  return drift;
}
