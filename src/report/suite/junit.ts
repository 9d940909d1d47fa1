import type { PartRun, SuiteRun } from "../../contracts/suite-run.ts";
import type { ReportContext } from "../context.ts";
import type { JudgedCase } from "../junit/case.ts";
import { RUN_CASE } from "../junit/cases.ts";
import { type JunitGap, type JunitRun, junitDocument } from "../junit/document.ts";
import type { PartResult } from "./reporter.ts";

/** The cases of all parts in one document: a `testsuite` each, also for those that have no run. */
export function suiteJunit(
  run: SuiteRun,
  parts: readonly PartResult[],
  { allowInconclusive }: ReportContext = {},
): string {
  const allowed = allowInconclusive === undefined ? {} : { allowInconclusive };
  return junitDocument(
    parts.map(({ part, run: own, drift }): JunitRun | JunitGap => {
      if (own === null) return gapOf(part, run);
      return { run: own, name: part.name, context: { ...allowed, ...(drift !== null && { drift }) } };
    }),
  );
}

function gapOf(part: PartRun, { createdAt }: SuiteRun): JunitGap {
  const { kind, baseline, candidate, durationMilliseconds } = part;
  return {
    gap: { kind, suite: { name: part.name }, baseline, candidate, createdAt, durationMilliseconds },
    cases: [caseOf(part)],
  };
}

/** A part that could not be run is an error; one that was left aside is skipped, as what stopped the run is told elsewhere. */
function caseOf({ status, failure, headline, folder }: PartRun): JudgedCase {
  const name = RUN_CASE;
  if (status === "not run") return { name, outcome: "skipped", type: status, message: headline, figures: [] };
  const message = failure?.message ?? `the result of ${folder ?? "this part"} cannot be read: ${headline}`;
  const figures = [failure?.hint ?? [], failure?.log?.split("\n") ?? []].flat();
  return { name, outcome: "error", type: failure?.kind ?? status, message, figures };
}
