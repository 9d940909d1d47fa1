import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { REPORTERS } from "../../report/index.ts";
import { DRIFT_FILE } from "../history/record-run.ts";

/** The files of a run's folder that are offered; no other name is ever looked up. */
const REPORT_FILES: readonly string[] = Object.values(REPORTERS).map(({ fileName }) => fileName);
const DATA_FILES: readonly string[] = ["samples.jsonl", DRIFT_FILE];

export function isOffered(file: string): boolean {
  return REPORT_FILES.includes(file) || DATA_FILES.includes(file);
}

/** Whether it can be rendered where the folder has none, as that of a run made before the format was known. */
export function isRendered(file: string): boolean {
  return REPORT_FILES.includes(file) && file !== "run.json";
}

/** What can be downloaded of a run: what is there, and what can be rendered. */
export async function offeredFiles(folder: string): Promise<string[]> {
  const offered = [...REPORT_FILES, ...DATA_FILES];
  const there = await Promise.all(
    offered.map(async (file) => isRendered(file) || (await isFile(folder, file))),
  );
  return offered.filter((_, index) => there[index]);
}

async function isFile(folder: string, file: string): Promise<boolean> {
  return lstat(join(folder, file)).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** A file of the folder itself, open to be read; `null` for what is none, as a link. */
export async function openOffered(
  folder: string,
  file: string,
): Promise<{ handle: FileHandle; bytes: number } | null> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(join(folder, file), flags).catch(() => null);
  if (handle === null) return null;
  const found = await handle.stat();
  if (found.isFile()) return { handle, bytes: found.size };
  await handle.close();
  return null;
}
