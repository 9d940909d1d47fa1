import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { HistoryRecord } from "../../contracts/history.ts";

/** The folder of a recorded run, or `null` where it was moved or deleted. */
export async function folderOfRecord(file: string, record: HistoryRecord): Promise<string | null> {
  const folder = resolve(dirname(file), record.folder);
  return access(folder).then(
    () => folder,
    () => null,
  );
}
