import type { Metric, MetricAccumulator } from "./metric.ts";

/** The shares of close elements that Ascend's msprobe reports. */
export const thousandthRatios: Metric = {
  figures: [
    {
      key: "thousandthRatio",
      label: "one-thousandth ratio",
      unit: "",
      description: "share of elements with |d| < 0.001 |a| or d = 0, as msprobe",
    },
    {
      key: "fiveThousandthRatio",
      label: "five-thousandth ratio",
      unit: "",
      description: "share of elements with |d| < 0.005 |a| or d = 0, as msprobe",
    },
  ],
  start: startThousandthRatios,
};

function startThousandthRatios(): MetricAccumulator {
  let withinOne = 0;
  let withinFive = 0;
  let elements = 0;
  return {
    add(block) {
      for (let i = 0; i < block.length; i += 1) {
        const error = Math.abs(block.error[i] ?? 0);
        // Without an error the element is close even where the reference is zero.
        const relative = error === 0 ? 0 : error / Math.abs(block.baseline[i] ?? 0);
        if (relative < 0.001) withinOne += 1;
        if (relative < 0.005) withinFive += 1;
      }
      elements += block.length;
    },
    finish: () => ({ thousandthRatio: withinOne / elements, fiveThousandthRatio: withinFive / elements }),
  };
}
