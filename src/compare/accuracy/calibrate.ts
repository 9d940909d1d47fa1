import { ACCURACY_POLICIES, type AccuracyPolicyName } from "../../contracts/bench-result.ts";
import { type DecidingFigures, EQUIVALENCE_ALPHA } from "./compare-pairs.ts";
import { binomialProbabilities } from "./distributions/binomial.ts";
import type { AccuracyLimits } from "./limits.ts";
import { ACCURACY_POLICY } from "./policies/index.ts";
import { tangoEquivalenceP } from "./tango.ts";

/** One benchmark, each question asked once. */
export interface CalibrationCase {
  readonly n: number;
  /** The baseline's, a fraction; it is held fixed. */
  readonly accuracy: number;
  /** Share of questions whose outcome differs between two runs of one stack. */
  readonly flipRate: number;
}

/** How often a policy does not say `consistent` of a stack compared with itself; probabilities. */
export interface Calibration {
  readonly policy: AccuracyPolicyName;
  readonly inconsistent: number;
  readonly inconclusive: number;
}

/** Outcomes less likely than this are left out; with all of them the result moves by less than 1e-9. */
const NEGLIGIBLE = 1e-16;

/**
 * Exact, for any n: a question is lost with probability d/2, gained with d/2, and every pair (lost, gained) that is
 * not negligible is judged as a benchmark of its own, without adjustment for others.
 */
export function calibrate(stack: CalibrationCase, limits: AccuracyLimits): Calibration[] {
  const totals = ACCURACY_POLICIES.map((policy) => ({ policy, inconsistent: 0, inconclusive: 0 }));
  for (const { probability, figures } of outcomes(stack, limits)) {
    for (const total of totals) {
      const verdict = ACCURACY_POLICY[total.policy].verdict(figures, limits);
      if (verdict !== "consistent") total[verdict] += probability;
    }
  }
  return totals;
}

function* outcomes({ n, accuracy, flipRate }: CalibrationCase, { marginPoints }: AccuracyLimits) {
  for (const [discordant, likelihood] of binomialProbabilities(n, flipRate).entries()) {
    if (likelihood < NEGLIGIBLE) continue;
    const splits = binomialProbabilities(discordant, 0.5);
    const tests = mcnemarForAll(splits);
    for (const [lost, split] of splits.entries()) {
      const probability = likelihood * split;
      if (probability < NEGLIGIBLE) continue;
      const gained = discordant - lost;
      const delta = (gained - lost) / n;
      const figures: DecidingFigures = {
        n,
        baselineAccuracy: accuracy,
        candidateAccuracy: accuracy + delta,
        deltaPoints: 100 * delta,
        holmP: tests[lost] ?? 1,
        equivalent: tangoEquivalenceP({ n, lost, gained }, marginPoints / 100) <= EQUIVALENCE_ALPHA,
      };
      yield { probability, figures };
    }
  }
}

/** McNemar's exact p for each number of lost questions, from the fair coin's probabilities. */
function mcnemarForAll(splits: Float64Array): Float64Array {
  const p = new Float64Array(splits.length);
  let tail = 0;
  for (let lost = 0; 2 * lost < splits.length; lost += 1) {
    tail += splits[lost] ?? 0;
    const both = Math.min(1, 2 * tail);
    p[lost] = both;
    p[splits.length - 1 - lost] = both;
  }
  return p;
}
