import type { Figures } from "../../contracts/figures.ts";
import { meanErrorFigures } from "../metrics/absolute-error.ts";
import { FIGURES } from "../metrics/index.ts";
import { mapeFigure } from "../metrics/mape.ts";
import type { FigureDescription } from "../metrics/metric.ts";
import { figure } from "../metrics/metric.ts";
import { largestTerms, termFigures, undefinedTerms } from "../metrics/percentage-error-terms.ts";
import { squaredErrorFigures } from "../metrics/squared-error.ts";
import { ulpFigures, undefinedUlp } from "../metrics/ulp-distance.ts";
import type { Order } from "./order-statistics.ts";
import { COUNT, MAXIMUM, STANDOUT, SUM, type Tally } from "./tally.ts";

/** Of figures that need the three axes of an action set. */
const OF_ACTIONS = ["minStepCosine", "minStepCosineIndex", "nearZeroReferences"];

/** Every figure of a pair of tensors of any shape, in the order of the report's table. */
export const ELEMENTWISE_FIGURES: readonly FigureDescription[] = [
  ...FIGURES.filter(({ key }) => !OF_ACTIONS.includes(key)).map((description) =>
    description.key === "maxAbsoluteIndex"
      ? { ...description, description: "index along each axis of the first largest |d|" }
      : description,
  ),
  {
    key: "sqnrDecibels",
    label: "SQNR",
    unit: "dB",
    description: "20 log₁₀(‖a‖ / ‖d‖); infinite without an error",
  },
];

/** What figures are made of. */
export interface PairFindings {
  readonly tally: Tally;
  readonly order: Order;
  /** In whose units ULP distances are; `null` where there are none. */
  readonly ulpDtype: string | null;
  /** For the reason why there are none. */
  readonly dtype: string;
  indexOf(position: number): number[];
}

/** Every figure's value by its key, or `null` with its reason. */
export function elementwiseFigures(found: PairFindings): Figures {
  const elements = found.tally.counts[COUNT.elements] ?? 0;
  if (elements === 0) return undefinedFigures(found);
  const squared = squaredFigures(found.tally);
  return {
    mapePercent: mapeConventions(found.tally)["naive"] ?? null,
    ...reasonOf(found.tally),
    ...errorFigures(found),
    ...squared,
    ...orderFigures(found),
    ...countFigures(found),
    ...signalToNoise(found.tally, squared),
  };
}

/**
 * MAPE by the name of its convention. The floor convention needs the scale of each dimension, which one pass over a
 * tensor of any shape does not have.
 */
export function mapeConventions({ sums, counts }: Tally): Figures {
  const elements = counts[COUNT.elements] ?? 0;
  const zeros = counts[COUNT.zeroReferences] ?? 0;
  const over = (key: string, sum: number, counted = elements) =>
    elements === 0 ? figure(key, Number.NaN, NO_PAIRS) : mapeFigure(key, sum, counted);
  const mask = sums[SUM.mask] ?? 0;
  const naive =
    zeros === 0 ? mask : (counts[COUNT.stillZeros] ?? 0) > 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  return {
    ...over("naive", naive),
    ...over("mask", mask, elements - zeros),
    ...over("sklearn", sums[SUM.sklearn] ?? 0),
    ...over("torchmetrics", sums[SUM.torchmetrics] ?? 0),
    ...over("keras", sums[SUM.keras] ?? 0),
    ...figure("floor", Number.NaN, "the scale of each dimension is not known of a tensor of any shape"),
  };
}

/** Defined even where nothing can be compared. */
const COUNTS = ["elements", "zeroReferences"];
const NO_PAIRS = "no position holds a finite number in both arms";

function reasonOf(tally: Tally): Figures {
  const reason = mapeConventions(tally)["naiveReason"];
  return reason === undefined ? {} : { mapePercentReason: reason };
}

function errorFigures({ tally, indexOf }: PairFindings): Figures {
  const { sums, counts, standouts } = tally;
  const largest = standouts[STANDOUT.error];
  return {
    ...meanErrorFigures({
      errors: sums[SUM.error] ?? 0,
      magnitudes: sums[SUM.magnitude] ?? 0,
      symmetric: 2 * (sums[SUM.halfSymmetric] ?? 0),
      elements: counts[COUNT.elements] ?? 0,
    }),
    maxAbsolute: largest?.value ?? 0,
    maxAbsoluteIndex: indexOf(largest?.position ?? 0),
  };
}

function squaredFigures({ sums, counts, maxima, spread }: Tally): Figures {
  const elements = counts[COUNT.elements] ?? 0;
  return squaredErrorFigures({
    raw: {
      baselineSquared: sums[SUM.baselineSquared] ?? 0,
      candidateSquared: sums[SUM.candidateSquared] ?? 0,
      product: sums[SUM.product] ?? 0,
      errorSquared: sums[SUM.errorSquared] ?? 0,
    },
    baselineVariance: spread.baselineSquares / elements,
    candidateVariance: spread.candidateSquares / elements,
    covariance: spread.products / elements,
    elements,
    range: (maxima[MAXIMUM.highest] ?? 0) + (maxima[MAXIMUM.negativeLowest] ?? 0),
  });
}

function orderFigures({ tally, order, ulpDtype, dtype }: PairFindings): Figures {
  const { terms, ulps } = order;
  const total = (tally.sums[SUM.mask] ?? 0) * 100;
  const largestSum = Math.min(total, terms.sumOfLargest(largestTerms(terms.count)));
  return {
    ...(terms.count === 0 ? undefinedTerms() : termFigures(terms.quantile, { largestSum, total })),
    ...(ulpDtype === null ? undefinedUlp(dtype) : ulpFigures(ulps.quantile)),
  };
}

function countFigures({ tally, order }: PairFindings): Figures {
  const { counts } = tally;
  const at = (index: number) => counts[index] ?? 0;
  const elements = at(COUNT.elements);
  return {
    signBias: (at(COUNT.rising) - at(COUNT.falling)) / elements,
    thousandthRatio: (at(COUNT.withinOne) + order.withinOne) / elements,
    fiveThousandthRatio: (at(COUNT.withinFive) + order.withinFive) / elements,
    elements,
    zeroReferences: at(COUNT.zeroReferences),
  };
}

function signalToNoise({ sums }: Tally, squared: Figures): Figures {
  const noise = Math.sqrt(sums[SUM.errorSquared] ?? 0);
  const decibels = 20 * Math.log10(Math.sqrt(sums[SUM.baselineSquared] ?? 0) / noise);
  const why = squared["relativeL2Reason"] ?? "both arms are all zeros";
  return figure("sqnrDecibels", decibels, String(why));
}

function undefinedFigures({ ulpDtype, dtype }: PairFindings): Figures {
  const undefinedOnes = ELEMENTWISE_FIGURES.filter(({ key }) => !COUNTS.includes(key)).flatMap(({ key }) => [
    [key, null],
    [`${key}Reason`, NO_PAIRS],
  ]);
  return {
    ...Object.fromEntries(undefinedOnes),
    ...(ulpDtype === null ? undefinedUlp(dtype) : {}),
    elements: 0,
    zeroReferences: 0,
  };
}
