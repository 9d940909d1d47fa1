import { z } from "zod";

export const VERDICTS = ["consistent", "inconsistent", "inconclusive"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The gates of a pi0 run, by what they look at. */
export const GATES = {
  nonFinite: "nonFiniteMismatches",
  mape: "mapePercent",
  floors: "wapeFloors",
  coherence: "errorCoherenceP",
  baselineRepeat: "baselineRepeatWapePercent",
  candidateRepeat: "candidateRepeatWapePercent",
  position: "positionErrorMaxMetres",
  orientation: "orientationErrorMaxRadians",
  cosine: "cosine",
  stepCosine: "minStepCosine",
} as const;

/** How a figure may be held against its limit. */
export const COMPARISONS = ["<=", ">=", "<", ">", "="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * A limit on one figure. `unknown`: the figure should be there and is not; `not applicable`: the limit does not
 * concern this run.
 */
export const gateSchema = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string(),
  comparison: z.enum(COMPARISONS),
  limit: z.number(),
  value: z.union([z.number(), z.literal(["NaN", "Infinity", "-Infinity"]), z.null()]),
  outcome: z.enum(["pass", "fail", "unknown", "not applicable"]),
  /** What a failure means for the verdict. */
  failure: z.enum(["inconsistent", "inconclusive"]),
  /** Why the outcome is what it is, in a sentence. */
  reason: z.string(),
});

/** The limits that a policy works with; all settable. Percentages are percent. */
export const limitsSchema = z.object({
  maxMapePercent: z.number(),
  maxFloors: z.number(),
  minCoherenceP: z.number(),
  maxPositionErrorMetres: z.number(),
  maxOrientationErrorRadians: z.number(),
  minCosine: z.number(),
  minStepCosine: z.number(),
});
export type Limits = z.infer<typeof limitsSchema>;

export type Gate = z.infer<typeof gateSchema>;
