import { ROUNDING_POINTS } from "../compare-pairs.ts";
import { number, signedPoints } from "../format.ts";
import { hundredths } from "./hundredths.ts";
import type { AccuracyPolicy } from "./policy.ts";

/** What the published cards call no significant difference: "±5.00", of figures with two decimals. */
export const cardPolicy: AccuracyPolicy = {
  name: "card",
  description: "the difference is at most 5.00 points either way, whatever the number of questions",
  verdict: ({ deltaPoints }, { cardPoints }) =>
    Math.abs(hundredths(deltaPoints)) <= 100 * cardPoints + ROUNDING_POINTS ? "consistent" : "inconsistent",
  reason({ figures }, limits) {
    const place = cardPolicy.verdict(figures, limits) === "consistent" ? "within" : "beyond";
    return `${signedPoints(figures.deltaPoints)}, ${place} the card's ±${number(limits.cardPoints)} points`;
  },
};
