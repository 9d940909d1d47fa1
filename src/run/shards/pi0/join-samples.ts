import { existsSync } from "node:fs";
import { join } from "node:path";
import { readLines } from "../../../support/read-lines.ts";
import { writeWhole } from "../../../support/write-file.ts";
import type { Journal } from "../../journal.ts";
import type { Role, Step } from "../../plan.ts";
import type { ShardRun } from "../read-shards.ts";

/** What a line of `samples.jsonl` says of itself. */
type Line = Step & { readonly latencyMilliseconds: number | null };

const ROLES: readonly Role[] = ["baseline", "candidate", "golden"];

/**
 * Writes the shards' `samples.jsonl` as one: every line as it stands in its shard, in the order in which the run that was
 * not split would have asked.
 *
 * @param shards of several lines for one question the first shard's counts
 * @returns the times of the calls, as the run's own journal has them
 */
export async function joinSamples(
  shards: readonly ShardRun[],
  plan: { readonly steps: readonly Step[]; readonly oneAfterTheOther: boolean },
  runFolder: string,
): Promise<Pick<Journal, "latencies">> {
  const lines = await linesOf(shards);
  const steps = plan.oneAfterTheOther
    ? ROLES.flatMap((role) => plan.steps.filter((step) => step.role === role))
    : plan.steps;
  const found = steps.flatMap((step) => lines.get(keyOf(step)) ?? []);
  await writeWhole(join(runFolder, "samples.jsonl"), found.map(({ text }) => `${text}\n`).join(""));
  return {
    latencies: (role) =>
      found.flatMap(({ line }) =>
        line.role === role && line.perturbation === null && line.latencyMilliseconds !== null
          ? [line.latencyMilliseconds]
          : [],
      ),
  };
}

async function linesOf(shards: readonly ShardRun[]): Promise<Map<string, { text: string; line: Line }>> {
  const lines = new Map<string, { text: string; line: Line }>();
  for (const { folder } of shards) {
    const path = join(folder, "samples.jsonl");
    if (!existsSync(path)) continue;
    for await (const { text, isEnded } of readLines(path)) {
      if (!isEnded) continue;
      const { arm, ...rest } = JSON.parse(text) as Omit<Line, "role"> & { arm: Role };
      const line = { ...rest, role: arm };
      if (!lines.has(keyOf(line))) lines.set(keyOf(line), { text, line });
    }
  }
  return lines;
}

function keyOf({ role, observation, pass, perturbation }: Step): string {
  return `${role} ${observation} ${pass} ${perturbation}`;
}
