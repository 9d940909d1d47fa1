import type { AccuracyPolicyName, PolicyAnswer } from "../../../contracts/bench-result.ts";
import { ACCURACY_POLICIES } from "../../../contracts/bench-result.ts";
import type { ComparedPairs } from "../compare-pairs.ts";
import type { AccuracyLimits } from "../limits.ts";
import { autoEvaluationPolicy } from "./auto-evaluation.ts";
import { cardPolicy } from "./card.ts";
import { equivalencePolicy } from "./equivalence.ts";
import { flagreleasePolicy } from "./flagrelease.ts";
import { flagreleaseRelativePolicy } from "./flagrelease-relative.ts";
import type { AccuracyPolicy } from "./policy.ts";

/** The policies for accuracies. */
export const ACCURACY_POLICY: Readonly<Record<AccuracyPolicyName, AccuracyPolicy>> = {
  equivalence: equivalencePolicy,
  card: cardPolicy,
  flagrelease: flagreleasePolicy,
  "flagrelease-relative": flagreleaseRelativePolicy,
  "auto-evaluation": autoEvaluationPolicy,
};

/**
 * What every policy says of a benchmark.
 *
 * @param compared `null` where no question was answered by both arms
 */
export function answerAll(compared: ComparedPairs | null, limits: AccuracyLimits): PolicyAnswer[] {
  return ACCURACY_POLICIES.map((name) => {
    if (compared === null) return { name, verdict: "inconclusive", reason: "nothing was compared" };
    const policy = ACCURACY_POLICY[name];
    return {
      name,
      verdict: policy.verdict(compared.figures, limits),
      reason: policy.reason(compared, limits),
    };
  });
}
