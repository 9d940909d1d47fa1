import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readRun } from "../contracts/read-run.ts";
import { NO_EVIDENCE } from "../contracts/run-evidence.ts";
import { REPORTERS, reporterNamed } from "../report/index.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printText } from "../support/terminal.ts";
import { writeWhole } from "../support/write-file.ts";
import { isSet, requiredText, text } from "./arguments.ts";
import { contextOfFolder } from "./ci-context.ts";
import type { Command } from "./command.ts";

const FORMATS = Object.keys(REPORTERS).join(", ");

/** `fvalidate report RUN` */
export const reportCommand: Command = {
  flags: {
    format: { type: "string", describe: `one or, with --write, several of ${FORMATS} [md]` },
    write: { type: "boolean", describe: "write into the run's folder instead of printing" },
    "allow-inconclusive": { type: "boolean", describe: "junit: what is inconclusive is skipped, no failure" },
  },
  async run(parsed) {
    const path = requiredText(parsed, "run");
    const reporters = (text(parsed, "format") ?? "md").split(",").map((name) => reporterNamed(name.trim()));
    const result = await readRun(path);
    const folder = (await stat(path)).isDirectory() ? path : dirname(path);
    const context = await contextOfFolder(result, folder, parsed);
    if (isSet(parsed, "write")) {
      for (const reporter of reporters) {
        await writeWhole(join(folder, reporter.fileName), reporter.render(result, NO_EVIDENCE, context));
        note(`wrote ${join(folder, reporter.fileName)}`);
      }
      return 0;
    }
    const [only, ...others] = reporters;
    if (only === undefined || others.length > 0) {
      throw new FvalidateError("usage", "Only one format can be printed.", {
        hint: "Add --write to write several.",
      });
    }
    printText(only.render(result, NO_EVIDENCE, context));
    return 0;
  },
};
