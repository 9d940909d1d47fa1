import type { LifeStep } from "../contracts/stack-life.ts";
import { type DryStack, dryRun } from "../run/lives/dry-run.ts";
import { type StartedArm, startOnly } from "../run/lives/start-only.ts";
import { undoLeftovers } from "../run/lives/undo.ts";
import { FvalidateError } from "../support/errors.ts";
import { abortOnSignals } from "../support/signals.ts";
import { note, printLine } from "../support/terminal.ts";
import { isSet, type Parsed } from "./arguments.ts";
import { BENCH_FLAGS } from "./bench-flags.ts";
import { printUndone } from "./cleanup.ts";
import type { Command } from "./command.ts";
import { armsOf, PI0_FLAGS } from "./pi0-options.ts";

/** What drives a suite, by its kind; loaded when it is needed. */
const COMMAND_OF = {
  pi0: async () => (await import("./pi0.ts")).pi0Command,
  bench: async () => (await import("./bench.ts")).benchCommand,
} as const;

/** `fvalidate run` */
export const runCommand: Command = {
  flags: {
    ...BENCH_FLAGS,
    ...PI0_FLAGS,
    suite: { type: "string", describe: "a shipped suite's name or a path" },
    "dry-run": { type: "boolean", describe: "print every command that would be run, in order, and run none" },
    "start-only": {
      type: "boolean",
      describe: "bring both stacks up and down and show their evidence; ask nothing",
    },
  },
  examples: [["$0 run --suite pi0-docker --dry-run", "what it would do, before it does"]],
  async run(parsed) {
    const arms = await armsOf(parsed, null);
    if (isSet(parsed, "dry-run")) {
      for (const line of (await dryRun(arms)).flatMap(describeStack)) printLine(line);
      return 0;
    }
    if (isSet(parsed, "start-only")) return startBoth(parsed);
    const command = await COMMAND_OF[arms.suite.kind]();
    return command.run({ ...parsed, baseline: arms.baseline, candidate: arms.candidate });
  },
};

async function startBoth(parsed: Parsed): Promise<number> {
  using signals = abortOnSignals();
  printUndone(await undoLeftovers());
  try {
    const started = await startOnly(await armsOf(parsed, null), { signal: signals.signal, say: note });
    for (const line of started.flatMap(describeStarted)) printLine(line);
    const doubtful = isSet(parsed, "require-evidence") ? ["contradicted", "missing"] : ["contradicted"];
    return started.some(({ evidence }) => doubtful.includes(evidence.status)) ? 4 : 0;
  } catch (error) {
    if (error instanceof FvalidateError && error.kind === "interrupted") {
      note(error.message);
      return signals.exitCode();
    }
    throw error;
  }
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
