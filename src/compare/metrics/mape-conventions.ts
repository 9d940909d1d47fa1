/**
 * The ways in which public libraries keep the mean absolute percentage error away from a division by zero.
 * On the same data they differ by up to twelve orders of magnitude, so a MAPE is always shown with its name.
 */
export interface MapeConvention {
  readonly name: string;
  readonly description: string;
  /**
   * What |b − a| is divided by.
   * @param magnitude |a|
   * @param scale standard deviation of the baseline in this action dimension
   * @returns `null` to leave the element out
   */
  denominator(magnitude: number, scale: number): number | null;
}

const FLOOR_FRACTION = 1e-2;
export const SKLEARN_EPSILON = 2 ** -52;
export const TORCHMETRICS_EPSILON = 1.17e-6;
export const KERAS_EPSILON = 1e-7;

export const MAPE_CONVENTIONS = {
  naive: {
    name: "naive",
    description: "mean |d|/|a|: the form of the model cards; infinite or undefined where a reference is zero",
    denominator: (magnitude) => magnitude,
  },
  mask: {
    name: "mask",
    description: "as naive, over the elements whose reference is not zero",
    denominator: (magnitude) => (magnitude === 0 ? null : magnitude),
  },
  sklearn: {
    name: "sklearn",
    description: "mean |d|/max(|a|, 2.22e-16), as scikit-learn",
    denominator: (magnitude) => Math.max(magnitude, SKLEARN_EPSILON),
  },
  torchmetrics: {
    name: "torchmetrics",
    description: "mean |d|/max(|a|, 1.17e-6), as torchmetrics",
    denominator: (magnitude) => Math.max(magnitude, TORCHMETRICS_EPSILON),
  },
  keras: {
    name: "keras",
    description: "mean |d|/max(|a|, 1e-7), as Keras",
    denominator: (magnitude) => Math.max(magnitude, KERAS_EPSILON),
  },
  floor: {
    name: "floor",
    description:
      "mean |d|/max(|a|, 1 % of the dimension's standard deviation): near-zero references do not explode",
    denominator: (magnitude, scale) => Math.max(magnitude, FLOOR_FRACTION * scale),
  },
} as const satisfies Record<string, MapeConvention>;

export type MapeConventionName = keyof typeof MAPE_CONVENTIONS;

/** Below this magnitude a reference counts as near zero: the floor convention's own bound. */
export function nearZeroBound(scale: number): number {
  return FLOOR_FRACTION * scale;
}
