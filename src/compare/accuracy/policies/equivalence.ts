import type { PairedComparison } from "../../../contracts/bench-result.ts";
import { isRealAndBeyond } from "../compare-pairs.ts";
import { pValue, signed, signedPoints } from "../format.ts";
import type { AccuracyLimits } from "../limits.ts";
import type { AccuracyPolicy } from "./policy.ts";

/**
 * The default. A difference that is not significant is not taken for none: equivalence must be shown, by an interval
 * that lies within the margin; a fault must be shown too, by a difference that is real and beyond it.
 */
export const equivalencePolicy: AccuracyPolicy = {
  name: "equivalence",
  description:
    "consistent where the 90 % interval of the paired difference lies within the margin, inconsistent where " +
    "the difference is real (Holm-adjusted p) and beyond the margin, else inconclusive",
  verdict(figures, limits) {
    if (figures.equivalent) return "consistent";
    return isRealAndBeyond(figures, limits) ? "inconsistent" : "inconclusive";
  },
  reason({ figures, comparison }, limits) {
    const difference = signedPoints(figures.deltaPoints);
    const margin = `the margin of ±${limits.marginPoints} points`;
    const isReal = figures.holmP < limits.alpha;
    if (figures.equivalent) {
      return isReal
        ? `${difference}, ${pValue(figures.holmP)}: real, within the margin (90 % interval ${interval(comparison)}, within ±${limits.marginPoints})`
        : `${difference}, 90 % interval ${interval(comparison)}: within ${margin}`;
    }
    if (isRealAndBeyond(figures, limits))
      return `${difference}, Holm-adjusted ${pValue(figures.holmP)}: real, and beyond ${margin}`;
    return `${openDifference(difference, figures.holmP, limits)}, 90 % interval ${interval(comparison)}: not within ${margin}; ${whatDecides(comparison)}`;
  },
};

function openDifference(difference: string, holmP: number, { alpha }: AccuracyLimits): string {
  return holmP < alpha ? `${difference}, ${pValue(holmP)}: real` : difference;
}

function interval({ ci90Points: [low, high] }: PairedComparison): string {
  return `${signed(low)} to ${signed(high)}`;
}

function whatDecides({ needed }: PairedComparison): string {
  const ways = [
    needed.questions === null ? null : `${needed.questions} questions`,
    needed.repeats === null ? null : `${needed.repeats} repeats of these`,
  ].filter((way) => way !== null);
  return ways.length === 0
    ? "no number of questions would decide it, because the difference lies at the margin"
    : `${ways.join(" or ")} would decide`;
}
