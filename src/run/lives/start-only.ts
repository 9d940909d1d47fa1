import type { Evidence } from "../../contracts/run-parts.ts";
import type { StackLife } from "../../contracts/stack-life.ts";
import { disposeAll } from "../../support/dispose.ts";
import { FvalidateError } from "../../support/errors.ts";
import { openArms } from "../open-stacks.ts";
import type { Arms } from "../options.ts";
import { bringUp } from "./live-stack.ts";

/** What one arm showed of itself while it was up. */
export interface StartedArm {
  readonly role: "baseline" | "candidate";
  readonly stack: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly evidence: Evidence;
  /** How many answers it wrote, for a stack that answers by a script; `null` for servers. */
  readonly predictions: number | null;
}

/**
 * Brings both arms up, one after the other, collects their evidence and takes them down: a rehearsal of everything but
 * the questions.
 *
 * @throws FvalidateError of kind `stack` for an arm that does not come up
 */
export async function startOnly(
  arms: Arms,
  context: { signal: AbortSignal; say(line: string): void },
): Promise<StartedArm[]> {
  const participants = await openArms(arms);
  const started: StartedArm[] = [];
  try {
    for (const { role, stack, opened } of participants) {
      const startedAt = new Date();
      const predictions = opened.life === undefined ? null : await upAndDown(opened.life, context);
      const evidence = await opened.evidence(startedAt);
      started.push({ role, stack, environment: opened.environment, evidence, predictions });
    }
    return started;
  } finally {
    await disposeAll(participants.map(({ opened }) => opened));
  }
}

async function upAndDown(
  life: StackLife,
  context: { signal: AbortSignal; say(line: string): void },
): Promise<number | null> {
  await using live = await bringUp(life, { ...context, noise: null });
  await live.gather();
  const predictions = await life.predictions();
  return predictions === null ? null : countAnswers(predictions, life.leftovers.stack);
}

function countAnswers(text: string, stack: string): number {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  for (const [index, line] of lines.entries()) requireObject(line, `${stack}: answer ${index + 1}`);
  return lines.length;
}

function requireObject(line: string, where: string): void {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  } catch {
    // Told below, in the same words.
  }
  throw new FvalidateError("stack", `${where} is no JSON object: ${line.slice(0, 100)}`);
}
