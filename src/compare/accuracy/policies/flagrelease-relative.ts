import type { DecidingFigures } from "../compare-pairs.ts";
import { ROUNDING_POINTS } from "../compare-pairs.ts";
import { number } from "../format.ts";
import type { AccuracyLimits } from "../limits.ts";
import type { AccuracyPolicy } from "./policy.ts";

/**
 * FlagRelease's relative criterion (its pull request 20): the drop as a share of the baseline's score. A failure by no
 * more than two questions of at most 100 is its noise zone, in which it neither passes nor fails but asks for a
 * repetition. A baseline that scored 0 fails there. Scores are not rounded here, so that 20 to 19 of 30 is 5 % exactly.
 */
export const flagreleaseRelativePolicy: AccuracyPolicy = {
  name: "flagrelease-relative",
  description:
    "the drop is at most 5 % of the baseline's accuracy; at most 2 of at most 100 questions more are inconclusive",
  verdict(figures, limits) {
    if (figures.baselineAccuracy === 0) return "inconsistent";
    if (relativeDropPercent(figures) <= limits.relativeDropPercent + ROUNDING_POINTS) return "consistent";
    return isNoise(figures, limits) ? "inconclusive" : "inconsistent";
  },
  reason({ figures }, limits) {
    if (figures.baselineAccuracy === 0)
      return "the baseline scored 0, so that no relative drop can be computed, which counts as a failure";
    const drop = relativeDropPercent(figures);
    if (drop <= 0) return `no drop (${number(-drop)} % up), and an increase always passes`;
    const verdict = flagreleaseRelativePolicy.verdict(figures, limits);
    const place = verdict === "consistent" ? "within" : "beyond";
    const figure = `a drop of ${number(drop)} % of the baseline's accuracy, ${place} ${number(limits.relativeDropPercent)} %`;
    if (verdict !== "inconclusive") return figure;
    return `${figure}, but of no more than ${number(questionsApart(figures))} of ${figures.n} questions: noise, to be repeated`;
  },
};

function relativeDropPercent({ baselineAccuracy, deltaPoints }: DecidingFigures): number {
  return -deltaPoints / baselineAccuracy;
}

function isNoise(figures: DecidingFigures, { noiseQuestions, noiseMaximumAsked }: AccuracyLimits): boolean {
  return figures.n <= noiseMaximumAsked && questionsApart(figures) <= noiseQuestions + ROUNDING_POINTS;
}

function questionsApart({ n, deltaPoints }: DecidingFigures): number {
  return (Math.abs(deltaPoints) / 100) * n;
}
