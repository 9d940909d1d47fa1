import { REPORTERS, reporterNamed } from "../report/index.ts";
import type { Reporter } from "../report/reporter.ts";
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

/** @throws FvalidateError of kind `usage` for a name that is no format */
export function reportersNamed(names: string): Reporter[] {
  return names.split(",").map((name) => reporterNamed(name.trim()));
}
