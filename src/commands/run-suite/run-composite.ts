import type { SuiteOptions } from "../../run/suite/run-suite.ts";
import type { CompositeSuite } from "../../suite/composite/load-composite.ts";
import { isSet, type Parsed, text } from "../arguments.ts";
import { resumeOf } from "../resume-flag.ts";
import { chosenParts, compositeCommandLine, requirePlainFlags } from "./flags.ts";
import { planParts, type ReadyPart } from "./plan.ts";
import { dryRunParts, startPartsOnly } from "./rehearse.ts";
import { runAllParts } from "./run-parts.ts";

/**
 * `fvalidate run` of a suite of suites: all its parts under one verdict.
 * @returns the smallest exit code of the parts' that is not 0; 130 or 143 when it was stopped
 */
export async function runComposite(suite: CompositeSuite, parsed: Parsed): Promise<number> {
  const parts = chosenParts(suite.parts, parsed);
  requirePlainFlags(parsed, parts);
  const planned = await planParts(parts, parsed);
  if (isSet(parsed, "dry-run")) return dryRunParts(planned);
  if (isSet(parsed, "start-only")) return startPartsOnly(planned, parsed);
  return runAllParts(optionsOf(suite, planned, parsed), parsed);
}

function optionsOf(
  { name, title, parts }: CompositeSuite,
  planned: readonly ReadyPart[],
  parsed: Parsed,
): SuiteOptions<ReadyPart> {
  return {
    suite: { name, title },
    planned,
    leftOut: parts
      .filter((part) => planned.every((one) => one.part.name !== part.name))
      .map((part) => part.name),
    outputPath: text(parsed, "output-path") ?? "reports",
    resume: resumeOf(parsed),
    retryErrors: isSet(parsed, "retry-errors"),
    command: compositeCommandLine(parsed),
  };
}
