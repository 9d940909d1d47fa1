import type { StoredTensor } from "../tensors/stored/stored-tensor.ts";
import type { Figures, FigureValue } from "./figures.ts";

/** |b − a| ≤ absolute + relative · |a|, as torch.testing and numpy have it. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** Two tensors of one shape, none of them deflated any more, and how close they have to be. */
export interface TensorPair {
  readonly baseline: StoredTensor;
  readonly candidate: StoredTensor;
  readonly tolerance: Tolerance;
}

/** An element that stands out, with what it holds in both tensors. */
export interface Extreme {
  readonly value: number;
  readonly index: readonly number[];
  readonly baseline: number;
  readonly candidate: number;
}

/** How far a pair is from its tolerance. Finite pairs alone; what is not finite is counted apart. */
export interface Closeness extends Tolerance {
  /** Elements with |d| above what is allowed. */
  readonly mismatched: number;
  readonly elements: number;
  /** Among the mismatched, the first of equals; `null` where all elements are close. */
  readonly greatestAbsolute: Extreme | null;
  readonly greatestRelative: Extreme | null;
  /** The smallest relative tolerance that passes beside this absolute one; `null` where none does (a zero reference). */
  readonly smallestRelative: number | null;
  /** The smallest absolute tolerance that passes beside this relative one. */
  readonly smallestAbsolute: number;
}

export interface NonFiniteCount {
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
}

/** All that one pass over a pair of tensors tells. */
export interface PairMeasurement {
  /** The value of every elementwise figure by its key; see `ELEMENTWISE_FIGURES`. */
  readonly figures: Figures;
  /** MAPE in percent by the name of its convention. */
  readonly mapeConventions: Record<string, FigureValue>;
  readonly nonFinite: {
    readonly baseline: NonFiniteCount;
    readonly candidate: NonFiniteCount;
    /** Positions at which the arms do not hold the same non-finite value. */
    readonly mismatches: number;
    readonly firstMismatch: {
      readonly index: readonly number[];
      readonly baseline: number;
      readonly candidate: number;
    } | null;
    /** Positions left out of every figure: those where either arm is not finite. */
    readonly excluded: number;
  };
  readonly closeness: Closeness;
  /** Every element has the same value bits (of one dtype) or the same value (of two dtypes); −0 and +0 differ. */
  readonly bitIdentical: boolean;
  /** Relative error bound of quantiles, in percent: 0 where they are exact. */
  readonly quantileErrorPercent: number;
}
