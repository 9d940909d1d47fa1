import { numberOf } from "../../contracts/figures.ts";
import { type Comparison, GATES, type Gate } from "../../contracts/verdict.ts";
import type { FigureDescription } from "../metrics/metric.ts";
import { floorsGate } from "../policies/gates.ts";
import { figureBeside, figureText } from "./figure-text.ts";
import type { TensorFindings, TensorRules } from "./findings.ts";
import type { GateExpression } from "./gate-expression.ts";
import { CLOSENESS_GATE, PAIR_FIGURES } from "./judged-figures.ts";
import { mapeOf } from "./mape-of.ts";

/** A limit that was asked for. An undefined figure leaves it open. */
export function askedGate(
  { key, comparison, limit }: GateExpression,
  findings: TensorFindings,
  rules: TensorRules,
  elementwise: readonly FigureDescription[],
): Gate {
  const { label, unit } = describe(key, rules, elementwise);
  const { value, reason: undefinedReason } = figureOf(key, findings, rules);
  const gate = {
    name: key,
    label,
    unit,
    comparison,
    limit,
    value,
    failure: key === GATES.coherence ? ("inconclusive" as const) : ("inconsistent" as const),
  };
  if (value === null || Number.isNaN(value)) {
    return { ...gate, outcome: "unknown", reason: `${label} is undefined: ${undefinedReason}` };
  }
  const passes = HOLDS[comparison](value, limit);
  const figure = `${label} ${figureBeside(value, limit)}${unit === "" ? "" : ` ${unit}`}`;
  return {
    ...gate,
    outcome: passes ? "pass" : "fail",
    reason: `${figure} is ${passes ? "" : "not "}${SIGNS[comparison]} ${figureText(limit, 15)}`,
  };
}

const SIGNS: Record<Comparison, string> = { "<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "=" };

const HOLDS: Record<Comparison, (value: number, limit: number) => boolean> = {
  "<=": (value, limit) => value <= limit,
  ">=": (value, limit) => value >= limit,
  "<": (value, limit) => value < limit,
  ">": (value, limit) => value > limit,
  "=": (value, limit) => value === limit,
};

function describe(key: string, { mapeConvention }: TensorRules, elementwise: readonly FigureDescription[]) {
  if (key === GATES.mape && mapeConvention !== "naive")
    return { label: `MAPE (${mapeConvention})`, unit: "%" };
  const known = [...elementwise, ...PAIR_FIGURES].find((figure) => figure.key === key);
  return known ?? { label: key, unit: "" };
}

interface Value {
  readonly value: number | null;
  readonly reason: string;
}

function figureOf(key: string, findings: TensorFindings, rules: TensorRules): Value {
  const read = PAIR_VALUES[key];
  if (read !== undefined) return read(findings, rules);
  const { figures } = findings.measurement;
  const reason = String(figures[`${key}Reason`] ?? "no pair of elements is finite");
  return { value: numberOf(figures, key), reason };
}

const PAIR_VALUES: Readonly<Record<string, (findings: TensorFindings, rules: TensorRules) => Value>> = {
  [GATES.mape](findings, rules) {
    const { mapePercent, mapeReason } = mapeOf(findings, rules);
    return { value: mapePercent, reason: mapeReason ?? "no pair of elements is finite" };
  },
  [CLOSENESS_GATE]: ({ measurement: { closeness } }) => ({
    value: closeness.elements === 0 ? null : closeness.mismatched,
    reason: "no pair of elements is finite",
  }),
  mismatchedPercent: ({ measurement: { closeness } }) => ({
    value: closeness.elements === 0 ? null : (closeness.mismatched / closeness.elements) * 100,
    reason: "no pair of elements is finite",
  }),
  [GATES.floors]({ floor, measurement }, rules) {
    const perturbation = floor ?? { wapePercent: null, reason: "it needs --floor" };
    const { value, reason } = floorsGate(
      { wapePercent: numberOf(measurement.figures, "wapePercent"), perturbation },
      rules,
    );
    return { value: typeof value === "number" ? value : null, reason };
  },
  [GATES.coherence]: ({ coherence }) => ({
    value: coherence?.p ?? null,
    reason: coherence?.meanCosine === null ? coherence.meanCosineReason : "it needs --observation-axis",
  }),
  goldenRatio: ({ golden }) => goldenRatio(golden),
};

function goldenRatio(golden: TensorFindings["golden"]): Value {
  if (golden === null) return { value: null, reason: "there is no golden tensor of this name" };
  const { baseline, candidate } = golden;
  if (baseline.relativeL2 === null || candidate.relativeL2 === null || baseline.relativeL2 === 0) {
    return { value: null, reason: "the baseline's distance to the golden is zero or undefined" };
  }
  return { value: candidate.relativeL2 / baseline.relativeL2, reason: "" };
}
