import { indexOf } from "../index-of.ts";
import { figure, type Metric, type MetricAccumulator, type PairContext } from "./metric.ts";

/** The cosine of the one step at which the arms point apart the most, which a cosine over all steps hides. */
export const stepCosine: Metric = {
  figures: [
    {
      key: "minStepCosine",
      label: "min per-step cosine",
      unit: "",
      description:
        "min over observations and steps of the cosine over the action dimensions; 0 against a zero step",
    },
    {
      key: "minStepCosineIndex",
      label: "at index",
      unit: "",
      description: "[observation, step] of the first smallest cosine",
    },
  ],
  start: startStepCosine,
};

const NO_DIRECTION = "every step is all zeros in both arms";
const OVERFLOW = "the squares overflow float64";

function startStepCosine({ shape }: PairContext): MetricAccumulator {
  const [observations = 0, steps = 0, dimensions = 1] = shape;
  const count = observations * steps;
  const product = new Float64Array(count);
  const baselineSquared = new Float64Array(count);
  const candidateSquared = new Float64Array(count);
  return {
    add(block) {
      for (let i = 0; i < block.length; i += 1) {
        const step = Math.floor((block.positions[i] ?? 0) / dimensions);
        const baseline = block.baseline[i] ?? 0;
        const candidate = block.candidate[i] ?? 0;
        product[step] = (product[step] ?? 0) + baseline * candidate;
        baselineSquared[step] = (baselineSquared[step] ?? 0) + baseline * baseline;
        candidateSquared[step] = (candidateSquared[step] ?? 0) + candidate * candidate;
      }
    },
    finish() {
      const cosineAt = (step: number) =>
        cosine(product[step] ?? 0, baselineSquared[step] ?? 0, candidateSquared[step] ?? 0);
      const { value, at } = smallest(count, cosineAt);
      const why = value === null ? NO_DIRECTION : OVERFLOW;
      if (value === null || Number.isNaN(value)) {
        return {
          ...figure("minStepCosine", Number.NaN, why),
          ...{ minStepCosineIndex: null, minStepCosineIndexReason: why },
        };
      }
      return { minStepCosine: value, minStepCosineIndex: indexOf(at, [observations, steps]) };
    },
  };
}

/** `null` where neither arm points anywhere, 0 where one does not. */
function cosine(product: number, baselineSquared: number, candidateSquared: number): number | null {
  if (baselineSquared === 0 && candidateSquared === 0) return null;
  if (baselineSquared === 0 || candidateSquared === 0) return 0;
  return product / (Math.sqrt(baselineSquared) * Math.sqrt(candidateSquared));
}

/** NaN if any is. */
function smallest(count: number, valueAt: (index: number) => number | null) {
  let found: { value: number | null; at: number } = { value: null, at: 0 };
  for (let index = 0; index < count; index += 1) {
    const value = valueAt(index);
    if (value === null) continue;
    if (Number.isNaN(value)) return { value, at: index };
    if (found.value === null || value < found.value) found = { value, at: index };
  }
  return found;
}
