import type { Figures } from "../../contracts/figures.ts";
import { NeumaierSum } from "../neumaier.ts";
import { figure, type Metric, type MetricAccumulator, type PairBlock } from "./metric.ts";

/** Everything that follows from the second moments: L2 norms, cosine, Pearson's r, DeepGEMM's calc_diff. */
export const squaredError: Metric = {
  figures: [
    { key: "relativeL2", label: "relative L2", unit: "", description: "‖d‖ / ‖a‖" },
    { key: "rmse", label: "RMSE", unit: "", description: "√(mean d²)" },
    {
      key: "nrmseStandardDeviation",
      label: "NRMSE (by standard deviation)",
      unit: "",
      description: "RMSE / population standard deviation of a",
    },
    { key: "nrmseRange", label: "NRMSE (by range)", unit: "", description: "RMSE / (max a − min a)" },
    { key: "cosine", label: "cosine", unit: "", description: "a·b / (‖a‖ ‖b‖)" },
    { key: "pearson", label: "Pearson's r", unit: "", description: "cosine of a − mean a and b − mean b" },
    {
      key: "calcDiff",
      label: "calc_diff",
      unit: "",
      description: "1 − 2 a·b / (‖a‖² + ‖b‖²), as DeepGEMM's tests",
    },
  ],
  start: startSquaredError,
};

/** Sums over one block, or over all. */
interface Moments {
  baseline: number;
  candidate: number;
  baselineSquared: number;
  candidateSquared: number;
  product: number;
  errorSquared: number;
}

const MOMENTS = [
  "baseline",
  "candidate",
  "baselineSquared",
  "candidateSquared",
  "product",
  "errorSquared",
] as const satisfies readonly (keyof Moments)[];

/**
 * The first moments are taken about the first pair: a variance from raw second moments would lose every digit
 * of data whose mean is large beside its spread.
 */
function startSquaredError(): MetricAccumulator {
  const raw = newSums();
  const shifted = newSums();
  let origin: readonly [number, number] | null = null;
  let elements = 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  return {
    add(block) {
      if (block.length === 0) return;
      origin ??= [block.baseline[0] ?? 0, block.candidate[0] ?? 0];
      addMoments(raw, blockMoments(block, [0, 0]));
      addMoments(shifted, blockMoments(block, origin));
      for (let i = 0; i < block.length; i += 1) {
        const value = block.baseline[i] ?? 0;
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
      elements += block.length;
    },
    finish: () => derive({ raw: totals(raw), shifted: totals(shifted), elements, range: highest - lowest }),
  };
}

function blockMoments(block: PairBlock, origin: readonly [number, number]): Moments {
  const sums = {
    baseline: 0,
    candidate: 0,
    baselineSquared: 0,
    candidateSquared: 0,
    product: 0,
    errorSquared: 0,
  };
  for (let i = 0; i < block.length; i += 1) {
    const baseline = (block.baseline[i] ?? 0) - origin[0];
    const candidate = (block.candidate[i] ?? 0) - origin[1];
    const error = block.error[i] ?? 0;
    sums.baseline += baseline;
    sums.candidate += candidate;
    sums.baselineSquared += baseline * baseline;
    sums.candidateSquared += candidate * candidate;
    sums.product += baseline * candidate;
    sums.errorSquared += error * error;
  }
  return sums;
}

function newSums(): Record<keyof Moments, NeumaierSum> {
  return {
    baseline: new NeumaierSum(),
    candidate: new NeumaierSum(),
    baselineSquared: new NeumaierSum(),
    candidateSquared: new NeumaierSum(),
    product: new NeumaierSum(),
    errorSquared: new NeumaierSum(),
  };
}

function addMoments(sums: Record<keyof Moments, NeumaierSum>, block: Moments): void {
  for (const name of MOMENTS) sums[name].add(block[name]);
}

function totals(sums: Record<keyof Moments, NeumaierSum>): Moments {
  return {
    baseline: sums.baseline.value,
    candidate: sums.candidate.value,
    baselineSquared: sums.baselineSquared.value,
    candidateSquared: sums.candidateSquared.value,
    product: sums.product.value,
    errorSquared: sums.errorSquared.value,
  };
}

function derive(sums: { raw: Moments; shifted: Moments; elements: number; range: number }): Figures {
  const { raw, shifted, elements, range } = sums;
  return squaredErrorFigures({
    raw,
    baselineVariance: variance(shifted.baselineSquared, shifted.baseline, elements),
    candidateVariance: variance(shifted.candidateSquared, shifted.candidate, elements),
    covariance: shifted.product / elements - (shifted.baseline / elements) * (shifted.candidate / elements),
    elements,
    range,
  });
}

/** What the figures follow from: sums of squares and products about zero, variances about the means. */
export interface SecondMoments {
  readonly raw: Pick<Moments, "baselineSquared" | "candidateSquared" | "product" | "errorSquared">;
  readonly baselineVariance: number;
  readonly candidateVariance: number;
  readonly covariance: number;
  readonly elements: number;
  /** max a − min a */
  readonly range: number;
}

export function squaredErrorFigures(moments: SecondMoments): Figures {
  const { raw, baselineVariance, candidateVariance, covariance, elements } = moments;
  const rmse = Math.sqrt(raw.errorSquared / elements);
  const overflow = !Number.isFinite(raw.baselineSquared + raw.candidateSquared);
  const why = (reason: string) => (overflow ? "the squares overflow float64" : reason);
  const norms = Math.sqrt(raw.baselineSquared) * Math.sqrt(raw.candidateSquared);
  return {
    ...figure(
      "relativeL2",
      Math.sqrt(raw.errorSquared / raw.baselineSquared),
      why("both arms are all zeros"),
    ),
    rmse,
    ...figure("nrmseStandardDeviation", rmse / Math.sqrt(baselineVariance), why("no error on a constant")),
    ...figure("nrmseRange", rmse / moments.range, why("no error on a constant")),
    ...figure("cosine", norms === 0 ? Number.NaN : raw.product / norms, why("one arm is all zeros")),
    ...figure(
      "pearson",
      correlation(covariance, baselineVariance, candidateVariance),
      why("one arm is constant"),
    ),
    ...figure("calcDiff", calcDiff(raw), why("both arms are all zeros")),
  };
}

function variance(squares: number, sum: number, elements: number): number {
  return Math.max(0, squares / elements - (sum / elements) ** 2);
}

function correlation(covariance: number, baselineVariance: number, candidateVariance: number): number {
  const scale = Math.sqrt(baselineVariance) * Math.sqrt(candidateVariance);
  return scale === 0 ? Number.NaN : covariance / scale;
}

/** Written as ‖d‖² / (‖a‖² + ‖b‖²), which is the same and does not cancel when the arms are close. */
function calcDiff(raw: SecondMoments["raw"]): number {
  return raw.errorSquared / (raw.baselineSquared + raw.candidateSquared);
}
