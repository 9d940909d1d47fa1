import type { LifeStep } from "../../contracts/stack-life.ts";
import { stackEntry } from "../../suite/load.ts";
import { EXPECTED, openEntry } from "../open-stacks.ts";
import type { Arms } from "../options.ts";

/** What would happen to one stack. */
export interface DryStack {
  readonly role: "baseline" | "candidate";
  readonly stack: string;
  /** What it is and where. */
  readonly description: string;
  /** The commands in order; empty for a stack that is not started by this tool. */
  readonly steps: readonly LifeStep[];
}

/** Every command that a run would give for its two arms, in order. Nothing is run, reached or written. */
export function dryRun(arms: Arms): Promise<DryStack[]> {
  return Promise.all((["baseline", "candidate"] as const).map((role) => dryStack(arms, role)));
}

async function dryStack({ suite, ...stacks }: Arms, role: DryStack["role"]): Promise<DryStack> {
  const stack = stacks[role];
  const entry = stackEntry(suite, stack);
  const isStarted = entry.target === "process" || entry.target === "docker";
  if (!isStarted) return { role, stack, description: `${entry.target}: nothing is started`, steps: [] };
  // Opening a stack that is started later touches nothing.
  await using opened = await openEntry(entry, { stack, expect: EXPECTED[role] });
  const steps = opened.life?.steps() ?? [];
  return { role, stack, description: `${entry.target}, on ${opened.life?.where ?? "this machine"}`, steps };
}
