import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readRun } from "../contracts/read-run.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printText } from "../support/terminal.ts";
import { writeWhole } from "../support/write-file.ts";
import { isSet, requiredText, text } from "./arguments.ts";
import { contextOfFolder } from "./ci-context.ts";
import type { Command } from "./command.ts";
import { evidenceFor } from "./evidence-for.ts";
import { FORMATS, reportersNamed } from "./format-flag.ts";

/** `fvalidate report RUN` */
export const reportCommand: Command = {
  flags: {
    format: {
      type: "string",
      describe: `one or, with --write, several of ${FORMATS} [md]`,
      // The variable says which reports a run writes, which are several.
      isTypedOnly: true,
    },
    write: { type: "boolean", describe: "write into the run's folder instead of printing" },
    "allow-inconclusive": { type: "boolean", describe: "junit: what is inconclusive is skipped, no failure" },
  },
  async run(parsed) {
    const path = requiredText(parsed, "run");
    const reporters = reportersNamed(text(parsed, "format") ?? "md");
    const result = await readRun(path);
    const folder = (await stat(path)).isDirectory() ? path : dirname(path);
    const evidence = await evidenceFor(reporters, result, folder);
    const context = await contextOfFolder(result, folder, parsed);
    if (isSet(parsed, "write")) {
      for (const reporter of reporters) {
        await writeWhole(join(folder, reporter.fileName), await reporter.render(result, evidence, context));
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
    printText(await only.render(result, evidence, context));
    return 0;
  },
};
