import type { Gate, Limits } from "../../contracts/verdict.ts";
import type { ErrorCoherence } from "../error-coherence.ts";
import type { Floor } from "../floors.ts";
import type { EndEffectorErrors } from "../kinematics/end-effector-errors.ts";
import type { MapeConventionName } from "../metrics/mape-conventions.ts";
import type { NonFiniteReport } from "../non-finite.ts";

/** What a policy decides on. */
export interface Findings {
  readonly mapeConvention: MapeConventionName;
  /** In that convention; `null` with its reason where the formula gives 0/0. */
  readonly mapePercent: number | null;
  readonly mapeReason: string | null;
  readonly wapePercent: number | null;
  /** Over all actions, and of the step where it is smallest; `null` where actions are all zeros. */
  readonly cosine: number | null;
  readonly minStepCosine: number | null;
  /** `null` where the suite names no kinematics. */
  readonly endEffector: EndEffectorErrors | null;
  readonly nonFinite: NonFiniteReport;
  readonly coherence: ErrorCoherence;
  readonly baselineRepeat: Floor;
  readonly candidateRepeat: Floor;
  readonly perturbation: Floor;
}

/** A named set of gates. */
export interface Policy {
  readonly name: string;
  readonly description: string;
  gates(findings: Findings, limits: Limits): Gate[];
}

export const DEFAULT_LIMITS: Limits = {
  maxMapePercent: 5,
  maxFloors: 1.5,
  minCoherenceP: 0.01,
  maxPositionErrorMetres: 0.03,
  maxOrientationErrorRadians: 0.2,
  minCosine: 0.99,
  minStepCosine: 0.99,
};
