import { ROUNDING_POINTS } from "../compare-pairs.ts";
import { number, signedPoints } from "../format.ts";
import type { AccuracyPolicy } from "./policy.ts";

/** FlagEval's Auto-Evaluation: no release from half a point on, either way. */
export const autoEvaluationPolicy: AccuracyPolicy = {
  name: "auto-evaluation",
  description: "the difference is smaller than 0.5 points either way, whatever the number of questions",
  verdict: ({ deltaPoints }, { differencePoints }) =>
    Math.abs(deltaPoints) < differencePoints - ROUNDING_POINTS ? "consistent" : "inconsistent",
  reason({ figures }, limits) {
    const isSmaller = autoEvaluationPolicy.verdict(figures, limits) === "consistent";
    const place = isSmaller ? "smaller than" : "not smaller than";
    return `${signedPoints(figures.deltaPoints)}, ${place} ${number(limits.differencePoints)} points`;
  },
};
