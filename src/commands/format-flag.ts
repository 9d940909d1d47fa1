import { REPORTERS, reporterNamed } from "../report/index.ts";
import type { Reporter } from "../report/reporter.ts";
import { SUITE_REPORTERS } from "../report/suite/index.ts";
import type { SuiteReporter } from "../report/suite/reporter.ts";
import { FvalidateError } from "../support/errors.ts";
import { type Parsed, text } from "./arguments.ts";
import type { Flag } from "./command.ts";

/** Names of every format, as help texts list them. */
export const FORMATS = Object.keys(REPORTERS).join(", ");

/** Of every command that makes a run. */
export const FORMAT_FLAG: Readonly<Record<"format", Flag>> = {
  format: {
    type: "string",
    describe: `which reports are written besides run.json, with commas: ${FORMATS} [all]`,
    check: (value) => {
      reportersNamed(value);
    },
  },
};

/** The formats that a run is to be written in. */
export function reportersOf(parsed: Parsed): readonly Reporter[] {
  const names = text(parsed, "format");
  return names === null ? Object.values(REPORTERS) : reportersNamed(names);
}

/** The same formats of a suite's run; what only single runs have is left out. */
export function suiteReportersOf(parsed: Parsed): readonly SuiteReporter[] {
  const names = new Set(reportersOf(parsed).map(({ name }) => name));
  return SUITE_REPORTERS.filter(({ name }) => names.has(name));
}

/** @throws FvalidateError of kind `usage` for a name that is no format */
export function reportersNamed(names: string): Reporter[] {
  return names.split(",").map((name) => reporterNamed(name.trim()));
}

/** @throws FvalidateError of kind `usage` for a name that is no format of a suite's run */
export function suiteReportersNamed(names: string): SuiteReporter[] {
  return reportersNamed(names).map(({ name }) => {
    const reporter = SUITE_REPORTERS.find((one) => one.name === name);
    if (reporter !== undefined) return reporter;
    throw new FvalidateError(
      "usage",
      `The run of a suite has no report format "${name}", but its parts have.`,
      {
        hint: `Formats: ${SUITE_REPORTERS.map((one) => one.name).join(", ")}.`,
      },
    );
  });
}
