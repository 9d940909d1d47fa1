import { GATES, type Gate, type Limits } from "../../contracts/verdict.ts";
import type { Findings } from "./policy.ts";

const NO_KINEMATICS = "the suite names no kinematics, so joint angles cannot be turned into poses";

/** How far apart the end effectors are at most. */
export function positionGate(findings: Findings, { maxPositionErrorMetres: limit }: Limits): Gate {
  const name = GATES.position;
  return poseGate(findings, {
    name,
    label: "position error",
    unit: "m",
    limit,
    figure: "positionErrorMaxMetres",
  });
}

/** By what angle the end effectors are turned against one another at most. */
export function orientationGate(findings: Findings, { maxOrientationErrorRadians: limit }: Limits): Gate {
  const figure = "orientationErrorMaxRadians";
  return poseGate(findings, {
    name: GATES.orientation,
    label: "orientation error",
    unit: "rad",
    limit,
    figure,
  });
}

interface PoseGate {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly limit: number;
  readonly figure: "positionErrorMaxMetres" | "orientationErrorMaxRadians";
}

function poseGate({ endEffector }: Findings, asked: PoseGate): Gate {
  const { figure, ...named } = asked;
  const gate = { ...named, comparison: "<=" as const, failure: "inconsistent" as const };
  if (endEffector === null)
    return { ...gate, value: null, outcome: "not applicable", reason: `${named.label}: ${NO_KINEMATICS}` };
  if (endEffector.positionErrorMaxMetres === null) {
    const reason = `the ${named.label} of the end effector is unknown: ${endEffector.reason}`;
    return { ...gate, value: null, outcome: "unknown", reason };
  }
  const value = endEffector[figure];
  const index =
    endEffector[figure === "positionErrorMaxMetres" ? "positionErrorMaxIndex" : "orientationErrorMaxIndex"];
  const passes = value <= named.limit;
  return {
    ...gate,
    value,
    outcome: passes ? "pass" : "fail",
    reason:
      `the end effector's ${named.label} is at most ${significant(value)} ${named.unit}, at [observation, step] ` +
      `[${index.join(", ")}], ${passes ? "within" : "above"} the limit of ${named.limit} ${named.unit}`,
  };
}

/** The cosine over all actions, and that of the worst step. */
export function cosineGates({ cosine, minStepCosine }: Findings, limits: Limits): Gate[] {
  return [
    cosineGate(cosine, { name: GATES.cosine, label: "cosine", limit: limits.minCosine }),
    cosineGate(minStepCosine, {
      name: GATES.stepCosine,
      label: "min per-step cosine",
      limit: limits.minStepCosine,
    }),
  ];
}

function cosineGate(value: number | null, named: { name: string; label: string; limit: number }): Gate {
  const gate = { ...named, unit: "", comparison: ">" as const, failure: "inconsistent" as const, value };
  if (value === null)
    return { ...gate, outcome: "unknown", reason: `the ${named.label} is undefined: actions are all zeros` };
  const passes = value > named.limit;
  return {
    ...gate,
    outcome: passes ? "pass" : "fail",
    reason: `the ${named.label} ${value.toFixed(6)} is ${passes ? "above" : "not above"} the limit of ${named.limit}`,
  };
}

function significant(value: number): string {
  return Number(value.toPrecision(4)).toString();
}
