import type { Metric, MetricAccumulator } from "./metric.ts";

/** Rounding errs up as often as down; a bias of the sign points at a wrong formula or a truncating cast. */
export const signBias: Metric = {
  figures: [
    {
      key: "signBias",
      label: "sign bias",
      unit: "",
      description: "(elements with d > 0 − elements with d < 0) / elements, from −1 to 1",
    },
  ],
  start: startSignBias,
};

function startSignBias(): MetricAccumulator {
  let balance = 0;
  let elements = 0;
  return {
    add(block) {
      for (let i = 0; i < block.length; i += 1) balance += Math.sign(block.error[i] ?? 0);
      elements += block.length;
    },
    finish: () => ({ signBias: balance / elements }),
  };
}
