import type { AnyRun } from "../../contracts/any-run.ts";
import type { DriftSummary, ReportContext } from "../context.ts";
import { benchCases } from "./bench-cases.ts";
import { cardCases } from "./card-cases.ts";
import { caseOfVerdict, type JudgedCase, passedCase } from "./case.ts";
import { compareCases } from "./compare-cases.ts";
import { pi0Cases } from "./pi0-cases.ts";

/** The case that speaks for a run as a whole, and the one of the history's gate. */
export const RUN_CASE = "run";
export const DRIFT_CASE = "drift";

/**
 * What a run judged, one case for each thing, never none. Something is a failure or an error where the exit code is
 * not 0: a case never says worse than its run's verdict, and what no case tells, the case `run` does. Where an
 * inconclusive run is allowed, what is open is skipped; what could not be run stays an error.
 */
export function judgedCases(run: AnyRun, context: ReportContext = {}): JudgedCase[] {
  const cases = ownCases(run).map((one) => notWorseThan(one, run.verdict));
  const all = [...cases, ...runCases(run, cases), ...driftCases(context.drift)];
  // A shard is judged by the merge: what it leaves open is no failure of its own.
  return context.allowInconclusive === true || run.shard !== undefined ? all.map(allowed) : all;
}

function ownCases(run: AnyRun): JudgedCase[] {
  switch (run.kind) {
    case "pi0":
      return pi0Cases(run);
    case "bench":
      return benchCases(run);
    case "compare":
      return compareCases(run);
    case "card":
      return cardCases(run);
  }
}

/** A gate that fails while a stack does not repeat itself proves nothing: the verdict knows more than its parts. */
function notWorseThan(one: JudgedCase, verdict: AnyRun["verdict"]): JudgedCase {
  if (one.outcome !== "failure" || verdict === "inconsistent") return one;
  return verdict === "inconclusive" ? { ...one, type: verdict } : { ...one, outcome: "skipped" };
}

/** What was stopped or failed, and a verdict that none of the other cases shows. */
function runCases(run: AnyRun, cases: readonly JudgedCase[]): JudgedCase[] {
  const { status, failure, headline, reasons, verdict } = run;
  if (failure !== null || status !== "complete") {
    const message = failure?.message ?? reasons.join("; ");
    const figures = [headline, ...reasons, ...(failure === null ? [] : failureLines(failure))];
    return [{ name: RUN_CASE, outcome: "error", type: failure?.kind ?? status, message, figures }];
  }
  if (cases.length > 0 && isShown(verdict, cases)) return [];
  return [caseOfVerdict(verdict, { name: RUN_CASE, message: headline, figures: [headline, ...reasons] })];
}

function failureLines({ hint, log }: NonNullable<AnyRun["failure"]>): string[] {
  return [
    ...(hint === null ? [] : [hint]),
    ...(log === undefined ? [] : ["What it printed last:", ...log.split("\n")]),
  ];
}

function isShown(verdict: AnyRun["verdict"], cases: readonly JudgedCase[]): boolean {
  if (verdict === "consistent") return cases.some(({ outcome }) => outcome === "passed");
  return cases.some(({ outcome, type }) =>
    verdict === "inconsistent" ? type === verdict : outcome === "failure" || outcome === "error",
  );
}

function driftCases(drift: DriftSummary | undefined): JudgedCase[] {
  if (drift === undefined) return [];
  const { verdict, headline, reasons, notes } = drift;
  const message = reasons.length === 0 ? headline : `${headline}: ${reasons.join("; ")}`;
  if (verdict === null)
    return [{ name: DRIFT_CASE, outcome: "skipped", type: "no reference", message, figures: notes }];
  if (verdict === "consistent") return [passedCase(DRIFT_CASE, [message, ...notes])];
  return [caseOfVerdict(verdict, { name: DRIFT_CASE, message, figures: notes })];
}

function allowed(one: JudgedCase): JudgedCase {
  return one.outcome === "failure" && one.type === "inconclusive" ? { ...one, outcome: "skipped" } : one;
}
