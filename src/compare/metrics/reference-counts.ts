import { nearZeroBound } from "./mape-conventions.ts";
import type { Metric, MetricAccumulator, PairContext } from "./metric.ts";

/** How many elements were compared, and how many references bring MAPE into trouble. */
export const referenceCounts: Metric = {
  figures: [
    { key: "elements", label: "elements compared", unit: "", description: "pairs of finite numbers" },
    { key: "zeroReferences", label: "zero references", unit: "", description: "elements with a = 0" },
    {
      key: "nearZeroReferences",
      label: "near-zero references",
      unit: "",
      description: "elements with |a| below 1 % of their dimension's standard deviation, zeros included",
    },
  ],
  start: startReferenceCounts,
};

function startReferenceCounts({ dimensionScale }: PairContext): MetricAccumulator {
  const dimensions = dimensionScale.length;
  let elements = 0;
  let zero = 0;
  let nearZero = 0;
  return {
    add(block) {
      for (let i = 0; i < block.length; i += 1) {
        const magnitude = Math.abs(block.baseline[i] ?? 0);
        const scale = dimensionScale[(block.positions[i] ?? 0) % dimensions] ?? 0;
        if (magnitude === 0) zero += 1;
        if (magnitude === 0 || magnitude < nearZeroBound(scale)) nearZero += 1;
      }
      elements += block.length;
    },
    finish: () => ({ elements, zeroReferences: zero, nearZeroReferences: nearZero }),
  };
}
