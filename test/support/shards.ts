import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandOutcome, outcomeOf, startCli } from "./cli.ts";

/**
 * What a merged run and the run that was not split may differ in: their names, their times, and which runs stand behind
 * them. Everything else in `run.json` must be equal.
 */
export const MAY_DIFFER = ["id", "createdAt", "durationMilliseconds", "mergedFrom"] as const;
/** For stacks whose answers are timed: two runs never take the same time. */
export const MAY_DIFFER_TIMED = [...MAY_DIFFER, "latency"] as const;

type Content = Record<string, unknown> & { baseline: object; candidate: object };

/** `run.json` of a folder, without what may differ. */
export async function comparableRun(
  folder: string,
  without: readonly string[] = MAY_DIFFER,
): Promise<Record<string, unknown>> {
  const run: Content = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
  const kept = Object.entries(run).filter(([key]) => !without.includes(key));
  const { baseline, candidate, ...rest } = Object.fromEntries(kept) as Content;
  return { ...rest, baseline: untimed(baseline), candidate: untimed(candidate) };
}

function untimed(arm: object): object {
  return { ...arm, askedMilliseconds: null };
}

/** The lines of `samples.jsonl`, in their order, without the times of calls. */
export async function samplesOf(folder: string): Promise<unknown[]> {
  const text = await readFile(join(folder, "samples.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ({ ...JSON.parse(line), latencyMilliseconds: null }));
}

/** Runs of one output path whose names match, by their shards' indices. */
export async function runsIn(outputPath: string, pattern = /./): Promise<string[]> {
  const entries = await readdir(outputPath, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && pattern.test(entry.name))
    .map(({ name }) => join(outputPath, name))
    .sort((first, other) => indexIn(first) - indexIn(other) || (first < other ? -1 : 1));
}

function indexIn(path: string): number {
  return Number(/-shard-(\d+)-of-\d+(-\d+)?$/.exec(path)?.[1] ?? 0);
}

/** All shards of a run at the same time, each as a process of its own. */
export function runShardProcesses(
  folder: string,
  args: readonly string[],
  count: number,
): Promise<CommandOutcome[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) =>
      outcomeOf(startCli(folder, [...args, "--shard", `${i + 1}/${count}`])),
    ),
  );
}
