import yargs, { type Argv } from "yargs";
import { FvalidateError } from "../support/errors.ts";
import { packageVersion } from "../support/package-root.ts";
import { printError } from "../support/print-error.ts";
import { terminalWidth } from "../support/terminal.ts";
import { withEnvironment } from "./arguments.ts";
import { serverOfEnvironment } from "./ci-server.ts";
import type { Command } from "./command.ts";
import { exitCodeOfError } from "./exit-code.ts";
import { COMMANDS } from "./index.ts";

/**
 * Parses a command line, runs its command and prints what stopped it.
 * @param argv what stands behind `fvalidate`
 * @returns the exit code
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const outcome = { code: 0 };
  try {
    await parser(argv, outcome).parseAsync();
    return outcome.code;
  } catch (error) {
    printError(error, argv.includes("--debug"));
    await annotate(error, argv);
    return exitCodeOfError(error);
  }
}

/** The parts of reports are loaded where there is somebody to tell. */
async function annotate(error: unknown, argv: readonly string[]): Promise<void> {
  const server = argv.includes("--no-ci") ? "none" : serverOfEnvironment();
  if (server !== "none") (await import("./ci-finish.ts")).annotateError(error, server);
}

function parser(argv: readonly string[], outcome: { code: number }) {
  const isHelp = argv.some((word) => /^(--)?help(=|$)/.test(word));
  const cli = yargs(argv)
    .scriptName("fvalidate")
    .usage(
      "$0 <command>\n\nDoes this model, served by the FlagOS stack, still compute what it computes natively?",
    )
    .parserConfiguration({ "camel-case-expansion": false })
    .option("debug", { type: "boolean", describe: "show where an error comes from", global: true })
    .version(packageVersion())
    .demandCommand(1, "Which command?")
    .strict()
    .recommendCommands()
    .wrap(isHelp ? terminalWidth() : null)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new FvalidateError("usage", message ?? "wrong usage", { hint: "See fvalidate --help." });
    });
  for (const { name, describe, load } of COMMANDS) {
    cli.command(
      name,
      describe,
      async (command) => withFlags(command, await load(), isHelp),
      async (parsed) => {
        const command = await load();
        outcome.code = await command.run(withEnvironment(parsed, command.flags));
      },
    );
  }
  return cli;
}

/** yargs renders the help of every command it calls, which takes longer than the command's start: flags are hidden. */
function withFlags(cli: Argv, { flags, examples = [] }: Command, isHelp: boolean): Argv {
  if (isHelp) return cli.options(flags).example(examples);
  const hidden = Object.entries(flags).map(([name, flag]) => [name, { ...flag, hidden: true }] as const);
  return cli.options(Object.fromEntries(hidden));
}
