import { loadAnySuite } from "../suite/composite/load-composite.ts";
import { FvalidateError } from "../support/errors.ts";
import { note } from "../support/terminal.ts";
import { isOnCommandLine, isSet, type Parsed, requiredText } from "./arguments.ts";
import { aroundRun } from "./around-run.ts";
import { BENCH_FLAGS } from "./bench-flags.ts";
import type { Command } from "./command.ts";
import { armsOf, PI0_FLAGS } from "./pi0-options.ts";
import { printDryRun, startArms } from "./rehearse-arms.ts";
import { COMPOSITE_FLAGS } from "./run-suite/flags.ts";
import { refuseShard } from "./shard-flags.ts";

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
    ...COMPOSITE_FLAGS,
    suite: { type: "string", describe: "a shipped suite's name or a path" },
    "dry-run": { type: "boolean", describe: "print every command that would be run, in order, and run none" },
    "start-only": {
      type: "boolean",
      describe: "bring both stacks up and down and show their evidence; ask nothing",
    },
  },
  examples: [
    ["$0 run --suite h200-recorded", "a suite of suites: pi0 and benchmarks under one verdict"],
    ["$0 run --suite pi0-docker --dry-run", "what it would do, before it does"],
  ],
  async run(parsed) {
    const suite = await loadAnySuite(requiredText(parsed, "suite"));
    if (suite.kind === "suite") {
      refuseShard(parsed, suite.name);
      const { runComposite } = await import("./run-suite/run-composite.ts");
      return runComposite(suite, parsed);
    }
    requireNoCompositeFlags(parsed, suite.name);
    const arms = await armsOf(parsed, null);
    if (isSet(parsed, "dry-run")) {
      await printDryRun(arms);
      return 0;
    }
    if (isSet(parsed, "start-only")) return startBoth(parsed);
    const command = await COMMAND_OF[suite.kind]();
    return command.run({ ...parsed, baseline: arms.baseline, candidate: arms.candidate });
  },
};

function requireNoCompositeFlags(parsed: Parsed, name: string): void {
  const flag = Object.keys(COMPOSITE_FLAGS).find((one) => isOnCommandLine(parsed, one));
  if (flag === undefined) return;
  throw new FvalidateError("usage", `--${flag} is for suites of other suites, and ${name} has no parts.`);
}

function startBoth(parsed: Parsed): Promise<number> {
  return aroundRun(async (signals) => {
    try {
      const arms = await armsOf(parsed, null);
      return await startArms(arms, isSet(parsed, "require-evidence"), signals.signal);
    } catch (error) {
      if (error instanceof FvalidateError && error.kind === "interrupted") {
        note(error.message);
        return signals.exitCode();
      }
      throw error;
    }
  });
}
