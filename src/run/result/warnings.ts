import type { Arm } from "../../contracts/run-parts.ts";
import type { Assessment } from "../assessment/assess.ts";
import type { JudgedPi0 } from "../options.ts";
import type { Plan } from "../plan.ts";

interface Facts {
  readonly options: JudgedPi0;
  readonly assessment: Assessment | null;
  readonly plan: Pick<Plan, "perturbation">;
  readonly baseline: Arm;
  readonly candidate: Arm;
}

/** What a reader must know before trusting the verdict, the gravest first. */
export function warningsOf(facts: Facts): string[] {
  return [
    bitIdentical(facts),
    missingEvidence(facts),
    ...evidenceNotes(facts),
    switchOnOneSide(facts),
    cardPolicy(facts),
    ascendPolicy(facts),
    nonFinite(facts),
    zeroReferences(facts),
    padding(facts),
    statePerturbation(facts),
    flatPerturbation(facts),
    zeroErrors(facts),
  ].filter((warning) => warning !== null);
}

function bitIdentical({ assessment, options }: Facts): string | null {
  if (assessment?.comparison.bitIdentical !== true) return null;
  return (
    `The two arms are BIT-IDENTICAL. Different kernels hardly ever agree in every bit: check that ` +
    `${options.candidate} really ran with FlagOS switched on and is not the same server as ${options.baseline}.`
  );
}

function missingEvidence({ candidate }: Facts): string | null {
  if (candidate.evidence.status !== "missing") return null;
  return `No evidence that ${candidate.stack} ran with FlagOS: ${candidate.evidence.summary}`;
}

function evidenceNotes({ baseline, candidate }: Facts): string[] {
  return [baseline, candidate].flatMap(({ stack, evidence }) =>
    (evidence.notes ?? []).map((note) => `${stack}: ${note}`),
  );
}

/** Its default is off in FlagScale's vLLM and on in vllm-plugin-FL, so a side that does not set it may be either. */
function switchOnOneSide({ baseline, candidate }: Facts): string | null {
  const sets = (arm: Arm) => Object.hasOwn(arm.environment, "USE_FLAGGEMS");
  if (sets(baseline) === sets(candidate)) return null;
  const silent = sets(baseline) ? candidate : baseline;
  return `USE_FLAGGEMS is not set for ${silent.stack}, and its default differs from stack to stack: set it on both sides.`;
}

function cardPolicy({ options }: Facts): string | null {
  if (options.policy !== "card") return null;
  return "The card policy looks at MAPE alone, and wrong formulas can pass it: --policy floor looks further.";
}

function ascendPolicy({ options }: Facts): string | null {
  if (options.policy !== "ascend") return null;
  const looksAt =
    options.suite.kinematics === null ? "cosines alone, without kinematics," : "poses and cosines,";
  return `The ascend policy looks at ${looksAt} and wrong formulas can pass it: --policy floor looks further.`;
}

function nonFinite({ assessment }: Facts): string | null {
  const excluded = assessment?.comparison.nonFinite.excluded ?? 0;
  return excluded === 0 ? null : `${excluded} elements with NaN or infinity were left out of every figure.`;
}

function zeroReferences({ assessment }: Facts): string | null {
  const zeros = assessment?.comparison.metrics["zeroReferences"];
  if (typeof zeros !== "number" || zeros === 0) return null;
  return `${zeros} baseline elements are exactly zero: naive MAPE is not defined there. See the conventions side by side.`;
}

function padding({ assessment, options }: Facts): string | null {
  const found = assessment?.comparison.actionDimensions.padding ?? null;
  if (found === null || (options.actionDimensions !== null && options.actionDimensions <= found.from))
    return null;
  return `Padding: ${found.reason}. They weigh on MAPE; --action-dim ${found.from} leaves them out.`;
}

function statePerturbation({ plan, assessment }: Facts): string | null {
  const floor = assessment?.findings.perturbation.wapePercent ?? null;
  if (plan.perturbation !== "state" || floor === null) return null;
  return "The perturbation floor moves the state by one part in a thousand: the noise could not be moved.";
}

function flatPerturbation({ assessment }: Facts): string | null {
  if (assessment?.findings.perturbation.wapePercent !== 0) return null;
  return "Moving the input did not move the baseline's output at all: it has no rounding floor to compare with.";
}

function zeroErrors({ assessment }: Facts): string | null {
  const zeros = assessment?.findings.coherence.zeroErrorObservations ?? 0;
  if (zeros === 0 || assessment?.comparison.bitIdentical === true) return null;
  return `${zeros} observations have no error at all; error coherence is taken over the others.`;
}
