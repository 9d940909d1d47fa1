import type { LifeStep } from "../contracts/stack-life.ts";
import { type DryStack, dryRun } from "../run/lives/dry-run.ts";
import { type StartedArm, startOnly } from "../run/lives/start-only.ts";
import type { Arms } from "../run/options.ts";
import { note, printLine } from "../support/terminal.ts";

/** Prints every command that a run of these arms would give. */
export async function printDryRun(arms: Arms): Promise<void> {
  for (const line of (await dryRun(arms)).flatMap(describeStack)) printLine(line);
}

/**
 * Brings both arms up and down and prints what they showed of themselves.
 * @returns 4 where that speaks against them, else 0
 */
export async function startArms(arms: Arms, requiresEvidence: boolean, signal: AbortSignal): Promise<number> {
  const started = await startOnly(arms, { signal, say: note });
  for (const line of started.flatMap(describeStarted)) printLine(line);
  const doubtful = requiresEvidence ? ["contradicted", "missing"] : ["contradicted"];
  return started.some(({ evidence }) => doubtful.includes(evidence.status)) ? 4 : 0;
}

function describeStack({ role, stack, description, steps }: DryStack): string[] {
  return [`# ${stack} (${role}): ${description}`, "", ...steps.flatMap(describeStep)];
}

function describeStep({ phase, purpose, command }: LifeStep): string[] {
  return [`# ${phase}: ${purpose}`, ...(command === null ? [] : [command]), ""];
}

function describeStarted({ role, stack, evidence, environment, predictions }: StartedArm): string[] {
  return [
    `${stack} (${role}): ${evidence.status}. ${evidence.summary}`,
    ...(evidence.notes ?? []),
    ...(predictions === null ? [] : [`  answers: ${predictions}`]),
    ...Object.entries(environment).map(([name, value]) => `  ${name}: ${value}`),
    "",
  ];
}
