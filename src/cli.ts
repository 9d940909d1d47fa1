#!/usr/bin/env node
import { hideBin } from "yargs/helpers";
import { runCommandLine } from "./commands/command-line.ts";
import { ignoreClosedOutput } from "./support/terminal.ts";

ignoreClosedOutput();
process.exitCode = await runCommandLine(hideBin(process.argv));
