import type { LifeStep } from "../../contracts/stack-life.ts";
import { disposeAll } from "../../support/dispose.ts";
import { openArms } from "../open-stacks.ts";
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
export async function dryRun(arms: Arms): Promise<DryStack[]> {
  const participants = await openArms(arms);
  try {
    return participants.map(({ role, stack, opened }) => ({
      role,
      stack,
      description:
        opened.life === undefined
          ? `${opened.source}: nothing is started`
          : `${opened.source}, on ${opened.life.where}`,
      steps: opened.life?.steps() ?? [],
    }));
  } finally {
    await disposeAll(participants.map(({ opened }) => opened));
  }
}
