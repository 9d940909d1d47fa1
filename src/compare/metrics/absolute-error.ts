import type { Figures } from "../../contracts/figures.ts";
import { indexOf } from "../index-of.ts";
import { NeumaierSum } from "../neumaier.ts";
import { figure, type Metric, type MetricAccumulator, type PairContext } from "./metric.ts";

/** WAPE, SMAPE, and the mean and largest absolute error. */
export const absoluteError: Metric = {
  figures: [
    { key: "wapePercent", label: "WAPE", unit: "%", description: "Σ|d| / Σ|a|: stable near zero" },
    {
      key: "smapePercent",
      label: "SMAPE",
      unit: "%",
      description: "mean 2|d| / (|a| + |b|), 0 where both are zero",
    },
    { key: "meanAbsolute", label: "mean absolute error", unit: "", description: "mean |d|" },
    { key: "maxAbsolute", label: "max absolute error", unit: "", description: "max |d|" },
    {
      key: "maxAbsoluteIndex",
      label: "at index",
      unit: "",
      description: "[observation, step, dimension] of the first largest |d|",
    },
  ],
  start: startAbsoluteError,
};

function startAbsoluteError(context: PairContext): MetricAccumulator {
  const errorSum = new NeumaierSum();
  const baselineSum = new NeumaierSum();
  const symmetricSum = new NeumaierSum();
  let elements = 0;
  let largest = -1;
  let largestAt = 0;
  return {
    add(block) {
      let errors = 0;
      let magnitudes = 0;
      let symmetric = 0;
      for (let i = 0; i < block.length; i += 1) {
        const error = Math.abs(block.error[i] ?? 0);
        const baseline = Math.abs(block.baseline[i] ?? 0);
        const both = baseline + Math.abs(block.candidate[i] ?? 0);
        errors += error;
        magnitudes += baseline;
        symmetric += both === 0 ? 0 : (2 * error) / both;
        if (error > largest) {
          largest = error;
          largestAt = block.positions[i] ?? 0;
        }
      }
      errorSum.add(errors);
      baselineSum.add(magnitudes);
      symmetricSum.add(symmetric);
      elements += block.length;
    },
    finish: () => ({
      ...meanErrorFigures({
        errors: errorSum.value,
        magnitudes: baselineSum.value,
        symmetric: symmetricSum.value,
        elements,
      }),
      maxAbsolute: largest,
      maxAbsoluteIndex: indexOf(largestAt, context.shape),
    }),
  };
}

/** @param sums Σ|d|, Σ|a| and Σ 2|d| / (|a| + |b|) over so many elements */
export function meanErrorFigures(sums: {
  errors: number;
  magnitudes: number;
  symmetric: number;
  elements: number;
}): Figures {
  const { errors, magnitudes, symmetric, elements } = sums;
  return {
    ...figure("wapePercent", (errors / magnitudes) * 100, "0/0: both arms are all zeros"),
    smapePercent: (symmetric / elements) * 100,
    meanAbsolute: errors / elements,
  };
}
