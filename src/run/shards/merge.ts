import { rm } from "node:fs/promises";
import { RUN_SCHEMAS } from "../../contracts/any-run.ts";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import { FvalidateError } from "../../support/errors.ts";
import { makeRunFolder } from "../run-folder.ts";
import { mergeBench } from "./bench/merge-bench.ts";
import { type ChosenRuns, chooseRuns, usedRuns } from "./choose-runs.ts";
import { doubledWarnings } from "./doubled.ts";
import { joinTexts, machineWarnings } from "./merge-arms.ts";
import { type EndedShard, type Merging, ofEach } from "./merging.ts";
import { mergePi0 } from "./pi0/merge-pi0.ts";
import { readShards, type ShardRun } from "./read-shards.ts";
import { hasAsked, requireSameRun } from "./same-run.ts";

export interface MergeRequest {
  /** Folders of shards' runs, or folders that they lie in. */
  readonly paths: readonly string[];
  /** Where the merged run's folder is made. */
  readonly outputPath: string;
  /** Whether a run is made of what there is. */
  readonly allowMissing: boolean;
  readonly signal: AbortSignal;
  onNote(line: string): void;
}

/** The merged run; its reports are the caller's to write. */
export interface Merged {
  readonly result: BenchRun | RunResult;
  readonly folder: string;
}

/**
 * Joins the runs of all shards into one that equals the run that was not split: the statistics are computed anew from the
 * union of their answers.
 *
 * @throws FvalidateError of kind `comparison` for shards of different runs, and for missing ones unless that is allowed
 */
export async function mergeShards(request: MergeRequest): Promise<Merged> {
  const shards = await readShards(request.paths);
  requireSameRun(shards);
  const chosen = chooseRuns(shards);
  if (chosen.missing !== null && !request.allowMissing) throw refusal(chosen.missing);
  const used = usedRuns(chosen);
  const ended = endedOf(used, chosen);
  const doubled = await doubledWarnings(chosen.doubled, request.onNote);
  const { startedAt, endedAt } = timesOf(used);
  const [{ record, run }] = ended;
  const name = `${run.baseline.stack}-${run.candidate.stack}`;
  const folder = await makeRunFolder(request.outputPath, { kind: record.kind, name, startedAt });
  const merging = {
    chosen,
    ended,
    folder,
    startedAt,
    endedAt,
    origin: joinTexts(ofEach(ended, (shard) => shard.run.origin)),
    signal: request.signal,
  };
  try {
    const result = record.kind === "bench" ? await mergeBench(merging) : await mergePi0(merging);
    const warnings = [...doubled, ...machineWarningsOf(ended), ...result.warnings];
    const mergedFrom = used.map(({ record: { run: id } }) => id);
    // Parsed, so that its keys stand in the schema's order as those of every run.
    const merged = RUN_SCHEMAS[record.kind].parse({ ...result, warnings, mergedFrom });
    return { result: merged, folder: folder.path };
  } catch (error) {
    // Half a merge is nothing: the shards are all still there.
    await rm(folder.path, { recursive: true, force: true });
    throw error;
  }
}

/** Missing shards end the command as stacks that could not be run do. */
function refusal({ message, hint }: FvalidateError): FvalidateError {
  return new FvalidateError("comparison", message, {
    hint: `${hint ?? ""}\n  Or merge what there is, for a verdict that stays open: --allow-missing-shards.`,
  });
}

function endedOf(used: readonly ShardRun[], { missing }: ChosenRuns): Merging["ended"] {
  const ended = used.flatMap((shard): EndedShard[] =>
    shard.run !== null && hasAsked(shard) ? [{ ...shard, run: shard.run }] : [],
  );
  const [first, ...others] = ended;
  if (first !== undefined) return [first, ...others];
  throw new FvalidateError("comparison", "Of no shard that asked anything there is a run that ended.", {
    hint: missing?.hint ?? "Run the shards to their ends, then merge.",
  });
}

/** From the first question of any shard to the last answer of all. */
function timesOf(used: readonly ShardRun[]): { startedAt: Date; endedAt: Date } {
  const starts = used.map(({ record }) => Date.parse(record.createdAt));
  const ends = used.flatMap(({ run }) =>
    run === null ? [] : [Date.parse(run.createdAt) + run.durationMilliseconds],
  );
  const start = Math.min(...starts);
  return { startedAt: new Date(start), endedAt: new Date(Math.max(start, ...ends)) };
}

function machineWarningsOf(ended: readonly EndedShard[]): string[] {
  return (["baseline", "candidate"] as const).flatMap((role) =>
    machineWarnings(
      role,
      ofEach(ended, ({ run }) => run[role]),
    ),
  );
}
