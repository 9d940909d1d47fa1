import { ROUNDING_POINTS } from "../compare-pairs.ts";
import { number } from "../format.ts";
import { hundredths } from "./hundredths.ts";
import type { AccuracyPolicy } from "./policy.ts";

/** FlagRelease's `accuracy_compare.py`: percentages with two decimals, and only a drop counts. */
export const flagreleasePolicy: AccuracyPolicy = {
  name: "flagrelease",
  description: "the drop is at most 5.0 points; an increase, however large, passes",
  verdict: (figures, { dropPoints }) =>
    dropHundredths(figures) <= 100 * dropPoints + ROUNDING_POINTS ? "consistent" : "inconsistent",
  reason({ figures }, limits) {
    const scores = `${number(100 * figures.baselineAccuracy)} to ${number(100 * figures.candidateAccuracy)} %`;
    const drop = dropHundredths(figures) / 100;
    if (drop <= 0) return `${scores}: no drop, and an increase always passes`;
    const place = flagreleasePolicy.verdict(figures, limits) === "consistent" ? "within" : "beyond";
    return `${scores}: a drop of ${number(drop)} points, ${place} ${number(limits.dropPoints)}`;
  },
};

function dropHundredths(scores: { baselineAccuracy: number; candidateAccuracy: number }): number {
  return hundredths(100 * scores.baselineAccuracy) - hundredths(100 * scores.candidateAccuracy);
}
