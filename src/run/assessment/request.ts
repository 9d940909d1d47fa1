import type { KinematicChain } from "../../compare/kinematics/chain.ts";
import type { MapeConventionName } from "../../compare/metrics/mape-conventions.ts";
import type { Perturbation } from "../../contracts/policy.ts";
import type { Answers } from "../answers.ts";

/** What is to be compared, and how. */
export interface AssessmentRequest {
  readonly answers: Answers;
  /** Why an arm was not asked twice, where it was not. */
  readonly repeatReasons: { readonly baseline: string; readonly candidate: string };
  readonly perturbation: Perturbation | null;
  readonly golden: { readonly stack: string; readonly label: string } | null;
  readonly mapeConvention: MapeConventionName;
  /** `--action-dim`: how many of the answered dimensions are compared; `null` for all. */
  readonly actionDimensions: number | null;
  /** The robot's arm; `null` where the suite names none. */
  readonly kinematics: KinematicChain | null;
  readonly seed: number;
}
