import type { AccuracyPolicyName } from "../../../contracts/bench-result.ts";
import type { Verdict } from "../../../contracts/verdict.ts";
import type { ComparedPairs, DecidingFigures } from "../compare-pairs.ts";
import type { AccuracyLimits } from "../limits.ts";

/** Which of the paired statistics decide a benchmark. */
export interface AccuracyPolicy {
  readonly name: AccuracyPolicyName;
  /** One line for `fvalidate list policies`. */
  readonly description: string;
  /** The verdict alone: cheap, so that `calibrate` can ask for that of every outcome there is. */
  verdict(figures: DecidingFigures, limits: AccuracyLimits): Verdict;
  /** Why that is the verdict, in one sentence with the figures it rests on. */
  reason(compared: ComparedPairs, limits: AccuracyLimits): string;
}
