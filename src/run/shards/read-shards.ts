import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { BenchRun } from "../../contracts/bench-run.ts";
import { readRun } from "../../contracts/read-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import { FvalidateError, systemCodeOf } from "../../support/errors.ts";
import { readShardRecord, type ShardRecord } from "./record.ts";

/** The run of one shard, as its folder holds it. */
export interface ShardRun {
  readonly folder: string;
  readonly record: ShardRecord;
  /** `null` where the process was killed before it could write it. */
  readonly run: BenchRun | RunResult | null;
  /** Whether all its questions were asked, and all that a merge needs was written. */
  readonly isComplete: boolean;
}

/**
 * Reads shards' runs from their folders; a folder that is none stands for those that lie in it. They come in one order
 * whatever the order of the paths: by index, complete ones first, the one that was begun first before others.
 *
 * @throws FvalidateError of kind `input` for a path that holds no shard's run, and for one that cannot be read
 */
export async function readShards(paths: readonly string[]): Promise<ShardRun[]> {
  const found = new Map<string, ShardRun>();
  for (const path of paths) {
    for (const shard of await shardsAt(path)) found.set(await realpath(shard.folder), shard);
  }
  return [...found.values()].sort(byIndexAndAge);
}

async function shardsAt(path: string): Promise<ShardRun[]> {
  const itself = await shardIn(path);
  if (itself !== null) return [itself];
  const inside: ShardRun[] = [];
  for (const name of await foldersIn(path)) {
    const shard = await shardIn(join(path, name));
    if (shard !== null) inside.push(shard);
  }
  if (inside.length > 0) return inside;
  throw new FvalidateError("input", `${path} holds no shard's run.`, {
    hint: "Name folders that runs with --shard wrote, or a folder that they lie in.",
  });
}

async function shardIn(folder: string): Promise<ShardRun | null> {
  const record = await readShardRecord(folder);
  if (record === null) return null;
  const run = await runIn(folder);
  const hasAnswers = record.kind === "bench" || record.pi0 !== undefined;
  return { folder, record, run, isComplete: run?.status === "complete" && hasAnswers };
}

async function runIn(folder: string): Promise<ShardRun["run"]> {
  const run = await readRun(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === "ENOENT") return null;
    throw error;
  });
  return run !== null && (run.kind === "pi0" || run.kind === "bench") ? run : null;
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemCodeOf(error) ?? "")) return [];
    throw error;
  }
}

function byIndexAndAge(first: ShardRun, other: ShardRun): number {
  return (
    first.record.shard.index - other.record.shard.index ||
    Number(other.isComplete) - Number(first.isComplete) ||
    compare(first.record.createdAt, other.record.createdAt) ||
    compare(first.record.run, other.record.run) ||
    compare(first.folder, other.folder)
  );
}

function compare(first: string, other: string): number {
  if (first === other) return 0;
  return first < other ? -1 : 1;
}
