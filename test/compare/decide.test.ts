import { describe, expect, it } from "vitest";
import { decide } from "../../src/compare/decide.ts";
import type { ErrorCoherence } from "../../src/compare/error-coherence.ts";
import type { Floor, KnownFloor } from "../../src/compare/floors.ts";
import type { KnownEndEffectorErrors } from "../../src/compare/kinematics/end-effector-errors.ts";
import { POLICIES, type PolicyName } from "../../src/compare/policies/index.ts";
import { DEFAULT_LIMITS, type Findings } from "../../src/compare/policies/policy.ts";

const none = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
const unknown: Floor = { wapePercent: null, reason: "it was recorded once" };

function floor(wapePercent: number, changes: Partial<KnownFloor> = {}): Floor {
  return {
    wapePercent,
    mapePercent: wapePercent,
    maxAbsolute: wapePercent,
    bitIdentical: wapePercent === 0,
    sameNonFinite: true,
    change: "asked again",
    ...changes,
  };
}

function coherence(p: number, observations = 12): ErrorCoherence {
  return {
    meanCosine: 0.01,
    p,
    flipsAtLeastAsLarge: 1,
    flips: 2048,
    method: "exact sign flips",
    observations,
    zeroErrorObservations: 0,
  };
}

/** A healthy comparison: error at the floor, not coherent, both stacks repeat themselves. */
const healthy: Findings = {
  mapeConvention: "naive",
  mapePercent: 0.9,
  mapeReason: null,
  wapePercent: 0.17,
  cosine: 0.99999,
  minStepCosine: 0.9999,
  endEffector: null,
  nonFinite: { baseline: none, candidate: none, mismatches: 0, firstMismatch: null, excluded: 0 },
  coherence: coherence(0.7),
  baselineRepeat: floor(0),
  candidateRepeat: floor(0),
  perturbation: floor(0.15),
};

const circumstances = {
  incomplete: null,
  contradictions: [],
  evidenceMissing: null,
  armsIdentical: false,
};

function judge(
  changes: Partial<Findings>,
  around: Partial<typeof circumstances> | object = {},
  policy: PolicyName = "floor",
) {
  const gates = POLICIES[policy].gates({ ...healthy, ...changes }, DEFAULT_LIMITS);
  return decide(gates, { ...circumstances, ...around });
}

describe("consistent", () => {
  it("where every gate passes", () => {
    expect(judge({}).verdict).toBe("consistent");
  });

  it("at the limits themselves", () => {
    const atLimits = judge({ mapePercent: 5, wapePercent: 0.225, coherence: coherence(0.01) });
    expect(atLimits.verdict).toBe("consistent");
  });

  it("where the stacks could not be asked twice", () => {
    expect(judge({ baselineRepeat: unknown, candidateRepeat: unknown }).verdict).toBe("consistent");
  });

  it("where there is no floor but the errors are not coherent", () => {
    expect(judge({ perturbation: unknown }).verdict).toBe("consistent");
  });

  it("where equal arms leave MAPE 0/0", () => {
    const equal = { mapePercent: null, mapeReason: "0/0", perturbation: unknown, wapePercent: 0 };
    expect(judge(equal, { armsIdentical: true }).verdict).toBe("consistent");
  });
});

describe("inconsistent", () => {
  it.each<[string, Partial<Findings>, RegExp]>([
    ["MAPE above its limit", { mapePercent: 5.01 }, /MAPE 5.01 % is above the limit of 5 %/],
    ["WAPE above its limit in floors", { wapePercent: 0.226 }, /1.51 times the perturbation floor/],
  ])("%s", (_name, changes, reason) => {
    const { verdict, reasons } = judge(changes);
    expect(verdict).toBe("inconsistent");
    expect(reasons.join("\n")).toMatch(reason);
  });

  it("a NaN in one arm, whatever else holds", () => {
    const firstMismatch = { index: [0, 3, 7], baseline: 1, candidate: Number.NaN };
    const nonFinite = { ...healthy.nonFinite, mismatches: 1, firstMismatch };
    for (const policy of ["floor", "card"] as const) {
      const { verdict, reasons } = judge(
        { nonFinite, baselineRepeat: floor(50) },
        { incomplete: "stopped" },
        policy,
      );
      expect(verdict).toBe("inconsistent");
      expect(reasons[0]).toMatch(/\[0, 3, 7\]: baseline 1, candidate NaN/);
    }
  });
});

describe("inconclusive, each way", () => {
  it.each<[string, Partial<Findings>, object, RegExp]>([
    [
      "a coherent error within the other limits",
      { coherence: coherence(0.0005) },
      {},
      /small, but not rounding: look for a different formula/,
    ],
    [
      "the baseline does not repeat itself",
      { baselineRepeat: floor(0.3) },
      {},
      /baseline does not repeat itself/,
    ],
    [
      "the candidate does not repeat itself",
      { candidateRepeat: floor(0.3) },
      {},
      /candidate does not repeat itself/,
    ],
    [
      "a stack that does not repeat itself is not blamed for a large error",
      { mapePercent: 120, wapePercent: 40, candidateRepeat: floor(40) },
      {},
      /candidate does not repeat itself/,
    ],
    [
      "NaN comes and goes within one stack",
      { candidateRepeat: floor(0, { sameNonFinite: false }) },
      {},
      /candidate does not repeat/,
    ],
    ["MAPE is undefined", { mapePercent: null, mapeReason: "0/0" }, {}, /choose another convention/],
    ["MAPE is infinite", { mapePercent: Number.POSITIVE_INFINITY }, {}, /a reference is zero/],
    [
      "neither a floor nor coherence is known",
      { perturbation: unknown, coherence: coherence(0.7, 4) },
      {},
      /neither a perturbation floor nor error coherence/,
    ],
    [
      "the floor is zero and there are too few observations",
      { perturbation: floor(0), coherence: coherence(0.7, 7) },
      {},
      /neither a perturbation floor nor error coherence/,
    ],
    ["the run is incomplete", {}, { incomplete: "stopped after 3" }, /stopped after 3/],
    ["evidence is required and missing", {}, { evidenceMissing: "no log" }, /no log/],
    ["an arm is not what it is called", {}, { contradictions: ["FlagOS ran in cuda"] }, /ran in cuda/],
    [
      "evidence is required and the arms are equal",
      {},
      { evidenceMissing: "equal", armsIdentical: true },
      /equal/,
    ],
  ])("%s", (_name, changes, around, reason) => {
    const { verdict, reasons } = judge(changes, around);
    expect(verdict).toBe("inconclusive");
    expect(reasons.join("\n")).toMatch(reason);
  });
});

describe("the card policy", () => {
  it("lets a coherent error through, as the cards do", () => {
    expect(judge({ coherence: coherence(0.0005), wapePercent: 1 }, {}, "card").verdict).toBe("consistent");
  });

  it("still holds the limit on MAPE", () => {
    expect(judge({ mapePercent: 6 }, {}, "card").verdict).toBe("inconsistent");
  });
});

describe("the repeat gates", () => {
  it("fall back on the card's bound where there is no perturbation floor", () => {
    const gates = POLICIES.floor.gates(
      { ...healthy, perturbation: unknown, baselineRepeat: floor(4) },
      DEFAULT_LIMITS,
    );
    expect(gates.find(({ name }) => name === "baselineRepeatWapePercent")).toMatchObject({
      limit: 5,
      outcome: "pass",
    });
  });
});

describe("the ascend policy", () => {
  const near: KnownEndEffectorErrors = {
    positionErrorMeanMetres: 0.001,
    positionErrorMaxMetres: 0.03,
    positionErrorMaxIndex: [1, 7],
    orientationErrorMeanRadians: 0.01,
    orientationErrorMaxRadians: 0.2,
    orientationErrorMaxIndex: [0, 3],
    poses: 600,
    excludedPoses: 0,
  };
  const ascend = (changes: Partial<Findings>) => judge({ endEffector: near, ...changes }, {}, "ascend");

  it("lets poses at the limits pass, whatever MAPE, floors and coherence say", () => {
    const rough = { mapePercent: 400, wapePercent: 80, coherence: coherence(0.0005) };
    expect(ascend(rough).verdict).toBe("consistent");
    expect(ascend({ mapePercent: null, mapeReason: "0/0" }).verdict).toBe("consistent");
  });

  it.each<[string, Partial<Findings>, RegExp]>([
    [
      "a position beyond 3 cm",
      { endEffector: { ...near, positionErrorMaxMetres: 0.031 } },
      /position error is at most 0\.031 m, at \[observation, step\] \[1, 7\], above the limit of 0\.03 m/,
    ],
    [
      "an orientation beyond 0.2 rad",
      { endEffector: { ...near, orientationErrorMaxRadians: 0.25 } },
      /orientation error is at most 0\.25 rad, .* \[0, 3\], above the limit of 0\.2 rad/,
    ],
    [
      "a cosine of 0.99, which is not above it",
      { cosine: 0.99 },
      /cosine 0\.990000 is not above the limit of 0\.99/,
    ],
    [
      "one step that points elsewhere",
      { minStepCosine: -0.5 },
      /min per-step cosine -0\.500000 is not above/,
    ],
    [
      "NaN in one arm",
      {
        nonFinite: {
          ...healthy.nonFinite,
          mismatches: 1,
          firstMismatch: { index: [0], baseline: 0, candidate: NaN },
        },
      },
      /1 position differs/,
    ],
  ])("is inconsistent: %s", (_name, changes, reason) => {
    const { verdict, reasons } = ascend(changes);
    expect(verdict).toBe("inconsistent");
    expect(reasons.join("\n")).toMatch(reason);
  });

  it("without kinematics decides by the cosines, and its gates say so", () => {
    const gates = POLICIES.ascend.gates({ ...healthy, endEffector: null }, DEFAULT_LIMITS);
    expect(gates.filter(({ outcome }) => outcome === "not applicable")).toMatchObject([
      { name: "positionErrorMaxMetres", value: null, reason: expect.stringContaining("names no kinematics") },
      {
        name: "orientationErrorMaxRadians",
        value: null,
        reason: expect.stringContaining("names no kinematics"),
      },
    ]);
    expect(ascend({ endEffector: null }).verdict).toBe("consistent");
    expect(ascend({ endEffector: null, cosine: 0.9 }).verdict).toBe("inconsistent");
  });

  it.each<[string, Partial<Findings>, RegExp]>([
    [
      "the poses are unknown",
      { endEffector: { positionErrorMaxMetres: null, reason: "the answers have 4 dimensions" } },
      /position error of the end effector is unknown: the answers have 4 dimensions/,
    ],
    ["a cosine is undefined", { cosine: null }, /the cosine is undefined/],
  ])("is inconclusive: %s", (_name, changes, reason) => {
    const { verdict, reasons } = ascend(changes);
    expect(verdict).toBe("inconclusive");
    expect(reasons.join("\n")).toMatch(reason);
  });

  it("takes its limits from the suite", () => {
    const limits = { ...DEFAULT_LIMITS, maxPositionErrorMetres: 0.01, minStepCosine: 0.99999 };
    const gates = POLICIES.ascend.gates({ ...healthy, endEffector: near }, limits);
    expect(gates.filter(({ outcome }) => outcome === "fail").map(({ name, limit }) => [name, limit])).toEqual(
      [
        ["positionErrorMaxMetres", 0.01],
        ["minStepCosine", 0.99999],
      ],
    );
  });
});
