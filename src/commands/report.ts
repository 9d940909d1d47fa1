import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AnyResult } from "../contracts/any-run.ts";
import { readResult } from "../contracts/read-run.ts";
import { readParts } from "../run/suite/read-parts.ts";
import { FvalidateError } from "../support/errors.ts";
import { note, printText } from "../support/terminal.ts";
import { writeWhole } from "../support/write-file.ts";
import { isSet, type Parsed, requiredText, text } from "./arguments.ts";
import { allowedBy, contextOfFolder } from "./ci-context.ts";
import type { Command } from "./command.ts";
import { evidenceFor } from "./evidence-for.ts";
import { FORMATS, reportersNamed, suiteReportersNamed } from "./format-flag.ts";

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
    const names = text(parsed, "format") ?? "md";
    const folder = (await stat(path).catch(() => null))?.isDirectory() === true ? path : dirname(path);
    const renderings = await renderingsOf({ result: await readResult(path), folder, names }, parsed);
    if (isSet(parsed, "write")) {
      for (const { fileName, render } of renderings) {
        await writeWhole(join(folder, fileName), await render());
        note(`wrote ${join(folder, fileName)}`);
      }
      return 0;
    }
    const [only, ...others] = renderings;
    if (only === undefined || others.length > 0) {
      throw new FvalidateError("usage", "Only one format can be printed.", {
        hint: "Add --write to write several.",
      });
    }
    printText(await only.render());
    return 0;
  },
};

/** A file of a run's folder, made anew from the others. */
interface Rendering {
  readonly fileName: string;
  render(): string | Promise<string>;
}

interface ToRender {
  readonly result: AnyResult;
  readonly folder: string;
  /** Of the formats, with commas. */
  readonly names: string;
}

async function renderingsOf({ result, folder, names }: ToRender, parsed: Parsed): Promise<Rendering[]> {
  if (result.kind === "suite") {
    const parts = await readParts(result, folder);
    return suiteReportersNamed(names).map((reporter) => ({
      fileName: reporter.fileName,
      render: () => reporter.render(result, parts, allowedBy(parsed)),
    }));
  }
  const reporters = reportersNamed(names);
  const evidence = await evidenceFor(reporters, result, folder);
  const context = await contextOfFolder(result, folder, parsed);
  return reporters.map((reporter) => ({
    fileName: reporter.fileName,
    render: () => reporter.render(result, evidence, context),
  }));
}
