import type { PairMeasurement } from "../../contracts/pair-measurement.ts";
import type { Floor } from "../floors.ts";
import type { MapeConventionName } from "../metrics/mape-conventions.ts";
import type { ErrorCoherence } from "../sign-flip-test.ts";
import type { GateExpression } from "./gate-expression.ts";
import type { NamedTolerance } from "./tolerances.ts";

/** How far a tensor is from the golden one; `null` where that is undefined. */
export interface Distance {
  readonly wapePercent: number | null;
  readonly relativeL2: number | null;
  readonly maxAbsolute: number | null;
}

export interface GoldenDistances {
  readonly baseline: Distance;
  readonly candidate: Distance;
}

/** All that is known of one pair of tensors. */
export interface TensorFindings {
  readonly measurement: PairMeasurement;
  readonly tolerance: NamedTolerance;
  /** Whether either side holds integers of 64 bits, which differ by less than float64 can tell. */
  readonly wideIntegers: boolean;
  /** `null` where no floor was asked for. */
  readonly floor: Floor | null;
  /** `null` where no axis holds observations; with its p adjusted for the number of tensors. */
  readonly coherence: ErrorCoherence | null;
  /** For how many tensors that p was adjusted. */
  readonly coherenceTests: number;
  readonly golden: GoldenDistances | null;
}

/** What decides on a tensor. */
export interface TensorRules {
  readonly gates: readonly GateExpression[];
  /** Whether each element has to be within its tolerance. */
  readonly closeness: boolean;
  readonly mapeConvention: MapeConventionName;
  readonly maxMapePercent: number;
  readonly maxFloors: number;
  readonly minCoherenceP: number;
}
