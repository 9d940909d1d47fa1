import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { readRun } from "../../contracts/read-run.ts";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { makeRunFolder, type RunFolder } from "../run-folder.ts";
import { shardSuffix } from "../shards/shard.ts";
import { type CapsuleManifest, capsuleFolder, readManifest } from "./capsule/manifest.ts";
import { firstDifference, settingsOf } from "./capsule/settings.ts";
import type { BenchOptions } from "./options.ts";

/** The folder that a run is written into: a new one, or one that an earlier process left. */
export async function folderFor(options: BenchOptions, startedAt: Date): Promise<RunFolder> {
  const { resume, outputPath } = options;
  switch (resume.kind) {
    case "new":
      return makeRunFolder(outputPath, { kind: "bench", name: nameOf(options), startedAt });
    case "latest":
      return latestUnfinished(options);
    case "run":
      await requireSameSettings(resume.folder, options);
      return { id: basename(resolve(resume.folder)), path: resume.folder };
  }
}

/** What a run's folder is called, behind its time. */
function nameOf({ baseline, candidate, shard }: BenchOptions): string {
  return `${baseline}-${candidate}${shardSuffix(shard)}`;
}

async function latestUnfinished(options: BenchOptions): Promise<RunFolder> {
  const found = await findUnfinished(options);
  if (found !== null) return found;
  throw new FvalidateError("usage", `No unfinished run of the same settings is in ${options.outputPath}.`, {
    hint: "Name its folder (--resume RUN) to see what differs, or begin a new run, without --resume.",
  });
}

/**
 * The newest run of the same questions and stacks that is not complete. Where there is none, the newest that was stopped
 * while its questions were being frozen: it holds no answers, so it never goes before one that does.
 *
 * @param taken folders that are not to be looked at
 * @returns `null` where there is neither
 */
export async function findUnfinished(
  options: BenchOptions,
  taken: readonly string[] = [],
): Promise<RunFolder | null> {
  const found = await foldersIn(options.outputPath);
  const names = found.filter((name) => name.startsWith("bench-") && !taken.includes(name));
  let unfrozen: RunFolder | null = null;
  for (const name of names.sort().reverse()) {
    const folder = { id: name, path: join(options.outputPath, name) };
    const manifest = await manifestOf(folder.path);
    if (manifest === null && name.endsWith(`-${nameOf(options)}`)) unfrozen ??= folder;
    if (manifest && (await canBeResumed(folder.path, manifest, options))) return folder;
  }
  return unfrozen;
}

/** `null` where nothing was frozen; `undefined` for what is no run, or a damaged one: it is not the one that is sought. */
async function manifestOf(path: string): Promise<CapsuleManifest | null | undefined> {
  if (!(await isFolder(path))) return undefined;
  return readManifest(capsuleFolder(path)).catch(() => undefined);
}

async function canBeResumed(
  path: string,
  manifest: CapsuleManifest,
  options: BenchOptions,
): Promise<boolean> {
  if (firstDifference(manifest.settings, plain(settingsOf(options))) !== null) return false;
  if (options.retryErrors) return true;
  const run = await readRun(path).catch(() => null);
  return run === null || run.status !== "complete";
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** @throws FvalidateError of kind `usage` for a run that was asked something else */
async function requireSameSettings(folder: string, options: BenchOptions): Promise<void> {
  if (!(await isFolder(folder))) {
    throw new FvalidateError("usage", `--resume: ${folder} is no run's folder.`, {
      hint: "Name a folder such as reports/bench-…, or give --resume alone for the newest unfinished run.",
    });
  }
  const manifest = await readManifest(capsuleFolder(folder));
  const difference = manifest && firstDifference(manifest.settings, plain(settingsOf(options)));
  if (difference === null) return;
  throw new FvalidateError("usage", `${folder} cannot be resumed with other settings. ${difference}.`, {
    hint: "Repeat the flags of the run that was stopped, or begin a new run.",
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** As the manifest's file has it, so that the two compare. */
function plain(settings: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(settings));
}
