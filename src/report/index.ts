import { FvalidateError } from "../support/errors.ts";
import { commentReporter } from "./comment.ts";
import { csvReporter } from "./csv.ts";
import { htmlReporter } from "./html.ts";
import { jsonReporter } from "./json.ts";
import { junitReporter } from "./junit.ts";
import { markdownReporter } from "./markdown.ts";
import type { Reporter } from "./reporter.ts";

/** Every format of a run, in the order in which they are written: the whole result first. */
export const REPORTERS = {
  json: jsonReporter,
  md: markdownReporter,
  csv: csvReporter,
  html: htmlReporter,
  junit: junitReporter,
  comment: commentReporter,
} as const satisfies Record<string, Reporter>;

/** @throws FvalidateError of kind `usage` for a name that is not registered. */
export function reporterNamed(name: string): Reporter {
  const reporter = Object.values(REPORTERS).find((known) => known.name === name);
  if (reporter !== undefined) return reporter;
  throw new FvalidateError("usage", `There is no report format "${name}".`, {
    hint: `Formats: ${Object.keys(REPORTERS).join(", ")}.`,
  });
}
