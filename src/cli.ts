#!/usr/bin/env node
import yargs, { type Argv } from "yargs";
import { hideBin } from "yargs/helpers";
import { withEnvironment } from "./commands/arguments.ts";
import type { Command } from "./commands/command.ts";
import { exitCodeOfError } from "./commands/exit-code.ts";
import { COMMANDS } from "./commands/index.ts";
import { FvalidateError } from "./support/errors.ts";
import { packageVersion } from "./support/package-root.ts";
import { printError } from "./support/print-error.ts";
import { ignoreClosedOutput, terminalWidth } from "./support/terminal.ts";

await main(hideBin(process.argv));

async function main(argv: readonly string[]): Promise<void> {
  ignoreClosedOutput();
  try {
    await parser(argv).parseAsync();
  } catch (error) {
    printError(error, argv.includes("--debug"));
    process.exitCode = exitCodeOfError(error);
  }
}

function parser(argv: readonly string[]) {
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
    // yargs renders the help of every command it calls; breaking its lines takes longer than the command's start.
    .wrap(argv.includes("--help") ? terminalWidth() : null)
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new FvalidateError("usage", message ?? "wrong usage", { hint: "See fvalidate --help." });
    });
  for (const { name, describe, load } of COMMANDS) {
    cli.command(
      name,
      describe,
      async (command) => withFlags(command, await load()),
      async (parsed) => {
        const command = await load();
        process.exitCode = await command.run(withEnvironment(parsed, command.flags));
      },
    );
  }
  return cli;
}

function withFlags(cli: Argv, { flags, examples = [] }: Command): Argv {
  return cli.options(flags).example(examples);
}
