import type { AccuracyLimits } from "./limits.ts";

export interface LengthRatio {
  readonly ratio: number;
  readonly unit: "tokens" | "characters";
  /** Beyond the limits (0.9 to 1.1, as MLPerf Inference allows for generated tokens). */
  readonly outside: boolean;
}

/** An arm's mean reply lengths, as `ArmScores` has them. */
export interface MeanLengths {
  readonly meanCompletionTokens: number | null;
  readonly meanCharacters: number | null;
}

/** Candidate's mean over the baseline's, in tokens where both arms' servers count them; `null` where none is known. */
export function lengthRatio(
  { baseline, candidate }: { baseline: MeanLengths; candidate: MeanLengths },
  { minLengthRatio, maxLengthRatio }: AccuracyLimits,
): LengthRatio | null {
  const tokens = quotient(baseline.meanCompletionTokens, candidate.meanCompletionTokens);
  const ratio = tokens ?? quotient(baseline.meanCharacters, candidate.meanCharacters);
  if (ratio === null) return null;
  const outside = ratio < minLengthRatio || ratio > maxLengthRatio;
  return { ratio, unit: tokens === null ? "characters" : "tokens", outside };
}

function quotient(baseline: number | null, candidate: number | null): number | null {
  return baseline === null || candidate === null || baseline === 0 ? null : candidate / baseline;
}
