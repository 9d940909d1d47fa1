import { absoluteError } from "./absolute-error.ts";
import { naiveMape } from "./mape.ts";
import type { FigureDescription, Metric } from "./metric.ts";
import { percentageErrorTerms } from "./percentage-error-terms.ts";
import { referenceCounts } from "./reference-counts.ts";
import { signBias } from "./sign-bias.ts";
import { squaredError } from "./squared-error.ts";
import { stepCosine } from "./step-cosine.ts";
import { thousandthRatios } from "./thousandth-ratios.ts";
import { ulpDistance } from "./ulp-distance.ts";

/** Every metric of a tensor comparison, in the order of the report's table. */
export const METRICS: readonly Metric[] = [
  naiveMape,
  absoluteError,
  squaredError,
  stepCosine,
  percentageErrorTerms,
  ulpDistance,
  signBias,
  thousandthRatios,
  referenceCounts,
];

export const FIGURES: readonly FigureDescription[] = METRICS.flatMap(({ figures }) => figures);
