import type { TensorFindings, TensorRules } from "../../../src/compare/tensors/findings.ts";
import type { Closeness, PairMeasurement } from "../../../src/contracts/pair-measurement.ts";

const none = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };

export const nonFiniteNowhere: PairMeasurement["nonFinite"] = {
  baseline: none,
  candidate: none,
  mismatches: 0,
  firstMismatch: null,
  excluded: 0,
};

/** All of 4096 float32 elements within torch's tolerance. */
export function closeness(changes: Partial<Closeness> = {}): Closeness {
  return {
    relative: 1.3e-6,
    absolute: 1e-5,
    mismatched: 0,
    elements: 4096,
    greatestAbsolute: null,
    greatestRelative: null,
    smallestRelative: 0,
    smallestAbsolute: 0,
    ...changes,
  };
}

/** A measurement of a small error. */
export function measurement(changes: Partial<PairMeasurement> = {}): PairMeasurement {
  return {
    figures: { mapePercent: 0.9, wapePercent: 0.17, cosine: 0.99998, relativeL2: 0.001, maxAbsolute: 2.5e-6 },
    mapeConventions: { naive: 0.9, mask: 0.8 },
    nonFinite: nonFiniteNowhere,
    closeness: closeness(),
    bitIdentical: false,
    quantileErrorPercent: 0,
    ...changes,
  };
}

export function findings(changes: Partial<TensorFindings> = {}): TensorFindings {
  return {
    measurement: measurement(),
    tolerance: { relative: 1.3e-6, absolute: 1e-5, rule: "torch.testing, float32" },
    wideIntegers: false,
    floor: null,
    coherence: null,
    coherenceTests: 0,
    golden: null,
    ...changes,
  };
}

export const rules: TensorRules = {
  gates: [],
  closeness: true,
  mapeConvention: "naive",
  maxMapePercent: 5,
  maxFloors: 1.5,
  minCoherenceP: 0.01,
};
