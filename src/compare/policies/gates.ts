import { GATES, type Gate, type Limits } from "../../contracts/verdict.ts";
import type { Floor } from "../floors.ts";
import type { Findings } from "./policy.ts";

/** Fewer observations than this cannot reach a p of 0.01 with certainty: 2^7 flips give 1/128. */
const COHERENCE_OBSERVATIONS = 8;

/** NaN and infinities must stand at the same positions in both arms: no policy lets a mismatch through. */
export function nonFiniteGate({ nonFinite }: Pick<Findings, "nonFinite">): Gate {
  const { mismatches, firstMismatch } = nonFinite;
  const first =
    firstMismatch === null
      ? "NaN and infinities stand at the same positions, or there are none"
      : `${mismatches} ${mismatches === 1 ? "position differs" : "positions differ"} in NaN or infinity, first at ` +
        `[${firstMismatch.index.join(", ")}]: baseline ${firstMismatch.baseline}, candidate ${firstMismatch.candidate}`;
  return {
    name: GATES.nonFinite,
    label: "NaN or infinity in one arm",
    unit: "positions",
    comparison: "=",
    limit: 0,
    value: mismatches,
    outcome: mismatches === 0 ? "pass" : "fail",
    failure: "inconsistent",
    reason: first,
  };
}

/**
 * The bound that the model cards imply.
 * @param remedy how to choose another convention where a reference is zero, and what else helps
 */
export function mapeGate(
  findings: Pick<Findings, "mapePercent" | "mapeConvention" | "mapeReason">,
  limits: Pick<Limits, "maxMapePercent">,
  remedy = "--mape mask|sklearn|torchmetrics|keras|floor, or leave padding out with --action-dim N",
): Gate {
  const { mapePercent, mapeConvention, mapeReason } = findings;
  const defined = mapePercent !== null && Number.isFinite(mapePercent);
  const passes = defined && mapePercent <= limits.maxMapePercent;
  return {
    name: GATES.mape,
    label: mapeConvention === "naive" ? "MAPE" : `MAPE (${mapeConvention})`,
    unit: "%",
    comparison: "<=",
    limit: limits.maxMapePercent,
    value: mapePercent,
    outcome: defined ? (passes ? "pass" : "fail") : "unknown",
    failure: "inconsistent",
    reason: defined
      ? `MAPE ${percent(mapePercent)} is ${passes ? "within" : "above"} the limit of ${limits.maxMapePercent} %`
      : `MAPE (${mapeConvention}) is undefined (${mapeReason ?? "a reference is zero"}): choose another convention ` +
        `with ${remedy}`,
  };
}

/** The error in units of what one ulp of input does to the baseline. */
export function floorsGate(
  { wapePercent, perturbation }: Pick<Findings, "wapePercent" | "perturbation">,
  limits: Pick<Limits, "maxFloors">,
): Gate {
  const gate = {
    name: GATES.floors,
    label: "error",
    unit: "× rounding floor",
    comparison: "<=" as const,
    limit: limits.maxFloors,
    failure: "inconsistent" as const,
  };
  const unusable = whyNoFloors(perturbation, wapePercent);
  if (unusable !== null) return { ...gate, value: null, outcome: "not applicable", reason: unusable };
  const floors = (wapePercent ?? 0) / (perturbation.wapePercent ?? 1);
  const passes = floors <= limits.maxFloors;
  return {
    ...gate,
    value: floors,
    outcome: passes ? "pass" : "fail",
    reason:
      `WAPE ${percent(wapePercent ?? 0)} is ${floors.toFixed(2)} times the perturbation floor ` +
      `(${percent(perturbation.wapePercent ?? 0)}), ${passes ? "within" : "above"} the limit of ${limits.maxFloors}`,
  };
}

function whyNoFloors(perturbation: Floor, wapePercent: number | null): string | null {
  if (perturbation.wapePercent === null) return `the perturbation floor is unknown: ${perturbation.reason}`;
  if (perturbation.wapePercent === 0)
    return "the perturbation floor is 0: moving the input did not move the output";
  if (wapePercent === null) return "WAPE is undefined: both arms are all zeros";
  return null;
}

/** Whether the errors of different observations are alike. */
export function coherenceGate(
  { coherence }: Pick<Findings, "coherence">,
  limits: Pick<Limits, "minCoherenceP">,
): Gate {
  const gate = {
    name: GATES.coherence,
    label: "error coherence",
    unit: "p",
    comparison: ">=" as const,
    limit: limits.minCoherenceP,
    failure: "inconclusive" as const,
  };
  if (coherence.p === null) {
    const reason = `error coherence is undefined: ${coherence.meanCosineReason}`;
    return { ...gate, value: null, outcome: "not applicable", reason };
  }
  const { p, meanCosine, observations } = coherence;
  if (observations < COHERENCE_OBSERVATIONS) {
    const reason = `error coherence needs ${COHERENCE_OBSERVATIONS} observations with an error, there are ${observations}`;
    return { ...gate, value: p, outcome: "not applicable", reason };
  }
  const passes = p >= limits.minCoherenceP;
  const figures = `mean cosine ${meanCosine.toFixed(4)}, p ${significant(p)}`;
  return {
    ...gate,
    value: p,
    outcome: passes ? "pass" : "fail",
    reason: passes
      ? `the errors of different observations are not alike (${figures}), as rounding's are not`
      : `the errors of different observations are alike (${figures}), as a wrong formula's are`,
  };
}

/** A stack that differs from itself by more than the limits cannot be judged by them. */
export function repeatGates(findings: Findings, limits: Limits): Gate[] {
  return [
    repeatGate({ role: "baseline", floor: findings.baselineRepeat }, findings, limits),
    repeatGate({ role: "candidate", floor: findings.candidateRepeat }, findings, limits),
  ];
}

function repeatGate(
  asked: { role: "baseline" | "candidate"; floor: Floor },
  { perturbation }: Findings,
  limits: Limits,
): Gate {
  const { role, floor } = asked;
  const gate = {
    name: role === "baseline" ? GATES.baselineRepeat : GATES.candidateRepeat,
    label: `${role} asked twice`,
    unit: "%",
    comparison: "<=" as const,
    limit: repeatLimit(perturbation, limits),
    failure: "inconclusive" as const,
  };
  if (floor.wapePercent === null) {
    const reason = `whether the ${role} repeats itself is unknown: ${floor.reason}`;
    return { ...gate, value: null, outcome: "not applicable", reason };
  }
  const passes =
    floor.wapePercent <= gate.limit &&
    (floor.mapePercent ?? 0) <= limits.maxMapePercent &&
    floor.sameNonFinite;
  return {
    ...gate,
    value: floor.wapePercent,
    outcome: passes ? "pass" : "fail",
    reason: passes
      ? repeats(role, floor.bitIdentical, floor.wapePercent)
      : doesNotRepeat(role, floor.wapePercent),
  };
}

/** The gate on the candidate, taken for the stack itself; the card's bound where no floor is known. */
function repeatLimit(perturbation: Floor, limits: Limits): number {
  const known = perturbation.wapePercent !== null && perturbation.wapePercent > 0;
  return known ? limits.maxFloors * (perturbation.wapePercent ?? 0) : limits.maxMapePercent;
}

function repeats(role: string, bitIdentical: boolean, wapePercent: number): string {
  return bitIdentical
    ? `the ${role} asked twice answers with the same bits`
    : `the ${role} asked twice differs from itself by WAPE ${percent(wapePercent)}`;
}

function doesNotRepeat(role: string, wapePercent: number): string {
  return (
    `the ${role} does not repeat itself: asked the same twice, its answers differ by WAPE ${percent(wapePercent)}. ` +
    "Fix its noise and seeds (and clone the fixed noise for each request), then run again"
  );
}

function percent(value: number): string {
  return `${significant(value)} %`;
}

function significant(value: number): string {
  return Number(value.toPrecision(4)).toString();
}
