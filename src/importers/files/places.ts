import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";

/** What a path is; `null` where nothing is there, or something that is neither. */
export async function kindOfPath(path: string): Promise<"file" | "folder" | null> {
  try {
    const found = await stat(path);
    if (found.isFile()) return "file";
    return found.isDirectory() ? "folder" : null;
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP"].includes(systemCodeOf(error) ?? "")) return null;
    throw new FvalidateError("input", `Cannot look at ${path}: ${systemCodeOf(error) ?? error}.`, {
      cause: error,
    });
  }
}

/**
 * Paths of the files below a folder, relative to it and with forward slashes, in the order of their names. Links are
 * not followed, and names that begin with a full stop are left out.
 *
 * @param depth folders to go down; 1 for the folder's own files
 */
export async function filesBelow(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith("."))) {
    if (entry.isFile()) found.push(entry.name);
    if (!entry.isDirectory() || depth <= 1) continue;
    const inner = await filesBelow(join(folder, entry.name), depth - 1);
    found.push(...inner.map((path) => `${entry.name}/${path}`));
  }
  return found.sort((a, b) => (a < b ? -1 : Number(a > b)));
}

/** The beginning of a file as text, for telling what it is; what is cut in the middle of a character stays cut. */
export async function headOf(path: string, bytes = 65_536): Promise<string> {
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
  return buffer.subarray(0, bytesRead).toString("utf8");
}
