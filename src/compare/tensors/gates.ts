import { numberOf } from "../../contracts/figures.ts";
import type { Gate } from "../../contracts/verdict.ts";
import type { FigureDescription } from "../metrics/metric.ts";
import { coherenceGate, floorsGate, mapeGate, nonFiniteGate } from "../policies/gates.ts";
import { askedGate } from "./asked-gate.ts";
import { shareText, toleranceNumber } from "./figure-text.ts";
import type { TensorFindings, TensorRules } from "./findings.ts";
import { CLOSENESS_GATE } from "./judged-figures.ts";
import { mapeOf } from "./mape-of.ts";
import { TENSOR_CONVENTIONS } from "./tensor-conventions.ts";

const OTHER_CONVENTIONS = TENSOR_CONVENTIONS.filter((name) => name !== "naive");

/** The gates of one tensor: those that its files call for, but where `--gate` sets another limit. */
export function tensorGates(
  findings: TensorFindings,
  rules: TensorRules,
  elementwise: readonly FigureDescription[],
): Gate[] {
  const asked = rules.gates.map((expression) => askedGate(expression, findings, rules, elementwise));
  const replaced = new Set(asked.map(({ name }) => name));
  return [...ruledGates(findings, rules).filter(({ name }) => !replaced.has(name)), ...asked];
}

function ruledGates(findings: TensorFindings, rules: TensorRules): Gate[] {
  const { measurement, floor, coherence } = findings;
  const magnitude =
    floor === null
      ? []
      : [
          mapeGate(mapeOf(findings, rules), rules, `--mape ${OTHER_CONVENTIONS.join("|")}`),
          floorsGate(
            { wapePercent: numberOf(measurement.figures, "wapePercent"), perturbation: floor },
            rules,
          ),
        ];
  return [
    nonFiniteGate(measurement),
    ...(rules.closeness ? [closenessGate(findings)] : []),
    ...magnitude,
    ...directionGates(findings, rules, floor !== null && coherence === null),
  ];
}

/** Without an axis of observations, error in floors is the only thing beside magnitude that can decide. */
function directionGates(
  { coherence, coherenceTests }: TensorFindings,
  rules: TensorRules,
  missed: boolean,
): Gate[] {
  if (coherence !== null) {
    const gate = coherenceGate({ coherence }, rules);
    if (coherenceTests < 2 || gate.value === null) return [gate];
    return [{ ...gate, reason: `${gate.reason}; p is adjusted for ${coherenceTests} tensors` }];
  }
  if (!missed) return [];
  const meanCosineReason = "no axis is known to hold observations (--observation-axis)";
  const unknown = { meanCosine: null, meanCosineReason, p: null, observations: 0, zeroErrorObservations: 0 };
  return [coherenceGate({ coherence: unknown }, rules)];
}

/** Each element within its tolerance. */
function closenessGate(findings: TensorFindings): Gate {
  const { measurement, tolerance } = findings;
  const { mismatched, elements } = measurement.closeness;
  const rule = `${tolerance.rule} (rtol ${toleranceNumber(tolerance.relative)}, atol ${toleranceNumber(tolerance.absolute)})`;
  const gate = {
    name: CLOSENESS_GATE,
    label: "elements that are not close",
    unit: "",
    comparison: "=" as const,
    limit: 0,
    value: mismatched,
    failure: "inconsistent" as const,
  };
  if (elements === 0) {
    return { ...gate, outcome: "unknown", reason: "no pair of elements is finite: nothing was compared" };
  }
  if (mismatched === 0 && differBeyondFloat64(findings)) {
    return {
      ...gate,
      outcome: "fail",
      reason:
        "there are integers beyond 2^53 that are not the same, though float64, in which figures are computed, does not " +
        `tell them apart; ${rule} allows no difference`,
    };
  }
  if (mismatched === 0) return { ...gate, outcome: "pass", reason: `every element is close by ${rule}` };
  const reason = `${mismatched} of ${elements} elements (${shareText(mismatched, elements)} %) are not close by ${rule}`;
  return { ...gate, outcome: "fail", reason };
}

/** By so little that no relative tolerance above 0 would mind. */
function differBeyondFloat64({ measurement, tolerance, wideIntegers }: TensorFindings): boolean {
  const { bitIdentical, closeness } = measurement;
  return wideIntegers && !bitIdentical && closeness.mismatched === 0 && tolerance.relative === 0;
}
