import { existsSync } from "node:fs";
import type { BenchOptions } from "../run/bench/options.ts";
import { FvalidateError } from "../support/errors.ts";
import { isSet, type Parsed, requiredText } from "./arguments.ts";

/** `--resume` alone is the newest run; yargs gives an empty text for it. */
export function resumeOf(parsed: Parsed): BenchOptions["resume"] {
  const given = parsed["resume"];
  if (given === undefined) {
    if (!isSet(parsed, "retry-errors")) return { kind: "new" };
    throw new FvalidateError("usage", "--retry-errors belongs to --resume: a new run has no errors yet.");
  }
  if (given === "" || given === "latest") return { kind: "latest" };
  const folder = requiredText(parsed, "resume");
  if (existsSync(folder)) return { kind: "run", folder };
  throw new FvalidateError("usage", `--resume: there is no folder ${folder}.`, {
    hint: "Name a run's folder, or give --resume alone for the newest unfinished run.",
  });
}
