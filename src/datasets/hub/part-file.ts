import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isLeftBehind, uniqueSuffix } from "../unique-suffix.ts";

/** The beginning of a file, of which this process alone is the writer. */
export interface PartFile {
  readonly path: string;
  bytes(): Promise<number>;
  remove(): Promise<void>;
  /** Gives the file its name. */
  finish(): Promise<void>;
  /** Leaves what there is to whoever goes on with it. */
  leave(): Promise<void>;
}

/**
 * Takes what an earlier download left, or begins anew. A part is taken by renaming it, which only one process can do: two
 * that download the same file at once write to two parts, and the second to finish puts the same content in place again.
 */
export async function takePart(target: string): Promise<PartFile> {
  await mkdir(dirname(target), { recursive: true });
  const path = `${target}.part-${uniqueSuffix()}`;
  for (const left of await partsLeft(target)) {
    // Another process may have been faster.
    const isTaken = await rename(left, path).then(
      () => true,
      () => false,
    );
    if (isTaken) break;
  }
  return {
    path,
    bytes: async () => (await stat(path).catch(() => null))?.size ?? 0,
    remove: () => rm(path, { force: true }),
    finish: () => rename(path, target),
    leave: () => rename(path, `${target}.part`).catch(() => undefined),
  };
}

/** The part that was left on purpose, and those of processes that were killed. */
async function partsLeft(target: string): Promise<string[]> {
  const prefix = `${basename(target)}.part`;
  const names = await readdir(dirname(target));
  return names
    .filter(
      (name) =>
        name === prefix || (name.startsWith(`${prefix}-`) && isLeftBehind(name.slice(prefix.length + 1))),
    )
    .map((name) => join(dirname(target), name));
}
