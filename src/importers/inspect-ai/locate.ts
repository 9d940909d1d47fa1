import { join } from "node:path";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";

/** Logs below a folder, or a log itself, told by how they begin. */
export async function locateLogs(path: string): Promise<string[]> {
  const kind = await kindOfPath(path);
  if (kind === null) return [];
  const files = kind === "file" ? [path] : (await filesBelow(path, DEPTH)).map((file) => join(path, file));
  const found: string[] = [];
  for (const file of files) if (await isLog(file)) found.push(file);
  return found;
}

/** Logs lie in one folder, or one below it for each task. */
const DEPTH = 2;

async function isLog(path: string): Promise<boolean> {
  if (path.endsWith(".eval")) return (await headOf(path, 4)).startsWith("PK");
  if (!path.endsWith(".json")) return false;
  const head = await headOf(path, 4096);
  return /^\uFEFF?\s*\{\s*"version"\s*:\s*\d+\s*,/.test(head) && /"eval"\s*:\s*\{/.test(head);
}
