import type { BenchmarkDecision } from "../../../compare/accuracy/decide-benchmark.ts";
import type { BenchArm } from "../../../contracts/bench-run.ts";
import type { Verdict } from "../../../contracts/verdict.ts";
import type { FvalidateError } from "../../../support/errors.ts";
import type { JudgedBench } from "../options.ts";

/**
 * The benchmarks' verdict, unless the run itself cannot be trusted: it was not finished, a stack is not what it is
 * called, or nothing proves that FlagOS ran although proof is required.
 */
export function decideRun(of: {
  overall: BenchmarkDecision;
  failure: FvalidateError | null;
  arms: readonly BenchArm[];
  requireEvidence: boolean;
  identical: boolean;
}): { verdict: Verdict; reasons: string[] } {
  const doubts = [...unfinished(of), ...contradictions(of), ...missingEvidence(of)];
  if (doubts.length === 0) return of.overall;
  return { verdict: "inconclusive", reasons: [...doubts, ...of.overall.reasons] };
}

function unfinished({ failure }: { failure: FvalidateError | null }): string[] {
  return failure === null ? [] : [`The run was not finished: ${failure.message}`];
}

function contradictions({ arms }: { arms: readonly BenchArm[] }): string[] {
  return arms
    .filter(({ evidence }) => evidence.status === "contradicted")
    .map(({ stack, evidence }) => `${stack} is not what it is called: ${evidence.summary}`);
}

function missingEvidence(of: {
  arms: readonly BenchArm[];
  requireEvidence: boolean;
  identical: boolean;
}): string[] {
  const candidate = of.arms.at(-1);
  if (!of.requireEvidence || candidate === undefined) return [];
  if (candidate.evidence.status === "proved" && !of.identical) return [];
  const why = of.identical
    ? "every reply of the candidate is the baseline's to the letter"
    : candidate.evidence.summary;
  return [`--require-evidence: nothing proves that the candidate ran as it should: ${why}`];
}

/** One sentence, without its full stop. */
export function headlineOf(
  verdict: Verdict,
  { baseline, candidate }: Pick<JudgedBench, "baseline" | "candidate">,
): string {
  switch (verdict) {
    case "consistent":
      return `${candidate} answers as ${baseline} does, within the margin`;
    case "inconsistent":
      return `${candidate} does not answer as ${baseline} does`;
    case "inconclusive":
      return `the answers do not decide whether ${candidate} answers as ${baseline} does`;
  }
}
