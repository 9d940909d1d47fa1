import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** Real data beside the project, or where FVALIDATE_SHARED_PATH says. */
const SHARED =
  process.env["FVALIDATE_SHARED_PATH"] ?? fileURLToPath(new URL("../../../shared", import.meta.url));

/** Whether the file lies there. */
export function hasShared(path: string): boolean {
  return existsSync(join(SHARED, path));
}

/** The lines of a JSON Lines file, gzipped or not. */
export function sharedLines<Line>(path: string): Line[] {
  const bytes = readFileSync(join(SHARED, path));
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}
