import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCodeOf } from "./errors.ts";

/**
 * Makes a folder and those above it that are missing. Node's own way to do so never ends where the system has no such
 * folder and lets nobody make it, as in `/proc` (seen in Node 20.20).
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCodeOf(error) === "EEXIST" && (await stat(path)).isDirectory()) return;
    const parent = dirname(path);
    if (systemCodeOf(error) !== "ENOENT" || parent === path) throw error;
    await makeFolder(parent);
    await makeLast(path);
  }
}

/** Another process may have been faster. */
async function makeLast(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (systemCodeOf(error) !== "EEXIST" || !(await stat(path)).isDirectory()) throw error;
  }
}
