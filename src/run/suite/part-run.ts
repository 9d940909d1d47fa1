import { relative } from "node:path";
import type { BenchRun } from "../../contracts/bench-run.ts";
import type { DriftResult } from "../../contracts/drift.ts";
import type { Failure } from "../../contracts/run-parts.ts";
import type { RunResult } from "../../contracts/run-result.ts";
import type { PartFigure, PartRun } from "../../contracts/suite-run.ts";
import type { SuitePart } from "../../suite/composite/load-composite.ts";
import { stackEntry } from "../../suite/load.ts";
import { FvalidateError, messageOf } from "../../support/errors.ts";

/** A part that is to be run, with a hash of all that it is asked to do. */
export interface PlannedPart {
  readonly part: SuitePart;
  readonly settingsSha256: string;
}

/** What became of a part that was begun. */
export interface PartOutcome {
  /** `null` where the run ended before it made one. */
  readonly finished: { readonly result: RunResult | BenchRun; readonly folder: string } | null;
  readonly drift: { readonly against: string; readonly result: DriftResult } | null;
  /** What ended it early, or kept its reports or its record from being written. */
  readonly failure: unknown;
}

/**
 * A part that was begun, as the suite's result holds it.
 * @param run the suite run's folder, what became of the part, and how long it took
 */
export function partRun(
  planned: PlannedPart,
  run: { readonly folder: string; readonly outcome: PartOutcome; readonly milliseconds: number },
): PartRun {
  const { outcome, milliseconds } = run;
  const failure = outcome.failure === null ? null : failureOf(outcome.failure);
  const { finished } = outcome;
  if (finished === null) {
    const isStopped = failure?.kind === "interrupted";
    return {
      ...emptyPart(planned, failure?.message ?? "it left no result"),
      status: isStopped ? "interrupted" : "failed",
      durationMilliseconds: milliseconds,
      failure,
    };
  }
  const { result } = finished;
  return {
    ...emptyPart(planned, result.headline),
    baseline: { stack: result.baseline.stack, label: result.baseline.label },
    candidate: { stack: result.candidate.stack, label: result.candidate.label },
    folder: relative(run.folder, finished.folder).replaceAll("\\", "/"),
    id: result.id,
    status: result.status,
    verdict: result.verdict,
    reasons: result.reasons,
    warnings: result.warnings,
    figures: figuresOf(result),
    drift: driftOf(outcome.drift),
    durationMilliseconds: milliseconds,
    failure: failure ?? result.failure,
  };
}

/** A part that was not begun. */
export function partNotRun(planned: PlannedPart, why: string): PartRun {
  return emptyPart(planned, why);
}

function emptyPart({ part, settingsSha256 }: PlannedPart, headline: string): PartRun {
  const { name, suite, baseline, candidate } = part;
  const arm = (stack: string) => ({ stack, label: stackEntry(suite, stack).label ?? stack });
  return {
    name,
    kind: suite.kind,
    suite: { name: suite.name, title: suite.title },
    settingsSha256,
    baseline: arm(baseline),
    candidate: arm(candidate),
    folder: null,
    id: null,
    status: "not run",
    verdict: null,
    headline,
    reasons: [],
    warnings: [],
    figures: [],
    drift: null,
    durationMilliseconds: 0,
    failure: null,
  };
}

/** A fault of ours is told as one, and does not take the other parts with it. */
function failureOf(error: unknown): Failure {
  if (!(error instanceof FvalidateError)) return { kind: "fault", message: messageOf(error), hint: null };
  const { kind, message, hint = null, log } = error;
  return { kind, message, hint, ...(log !== undefined && { log }) };
}

function driftOf(drift: PartOutcome["drift"]): PartRun["drift"] {
  if (drift === null) return null;
  const { verdict, headline } = drift.result;
  return { against: drift.against, verdict, headline };
}

/** MAPE, or each benchmark's difference: what the parts' own reports begin with. */
function figuresOf(result: RunResult | BenchRun): PartFigure[] {
  if (result.kind === "bench") {
    return result.benchmarks.map((benchmark) => ({
      label: benchmark.cardName,
      value: "deltaPoints" in benchmark ? benchmark.deltaPoints : null,
      unit: "points",
    }));
  }
  if (result.metrics === null) return [];
  const mape = result.mapeConventions[result.mapeConvention];
  return [{ label: "MAPE", value: typeof mape === "number" ? mape : null, unit: "%" }];
}
