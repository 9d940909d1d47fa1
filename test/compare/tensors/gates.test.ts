import { describe, expect, it } from "vitest";
import type { Floor } from "../../../src/compare/floors.ts";
import type { FigureDescription } from "../../../src/compare/metrics/metric.ts";
import type { ErrorCoherence } from "../../../src/compare/sign-flip-test.ts";
import { decideTensor } from "../../../src/compare/tensors/decide-tensor.ts";
import type { TensorFindings, TensorRules } from "../../../src/compare/tensors/findings.ts";
import type { GateExpression } from "../../../src/compare/tensors/gate-expression.ts";
import { tensorGates } from "../../../src/compare/tensors/gates.ts";
import { closeness, findings, measurement, nonFiniteNowhere, rules } from "./findings.ts";

const FIGURES: FigureDescription[] = [
  { key: "mapePercent", label: "MAPE (naive)", unit: "%", description: "" },
  { key: "cosine", label: "cosine", unit: "", description: "" },
];

function floor(wapePercent: number): Floor {
  return {
    wapePercent,
    mapePercent: null,
    maxAbsolute: 1,
    bitIdentical: wapePercent === 0,
    sameNonFinite: true,
    change: "moved",
  };
}

function coherence(p: number, observations = 12): ErrorCoherence {
  return {
    meanCosine: 0.5,
    p,
    flipsAtLeastAsLarge: 1,
    flips: 2048,
    method: "exact sign flips",
    observations,
    zeroErrorObservations: 0,
  };
}

const gate = (key: string, comparison: GateExpression["comparison"], limit: number): GateExpression => ({
  key,
  comparison,
  limit,
});

function judge(found: Partial<TensorFindings>, changes: Partial<TensorRules> = {}) {
  const all = findings(found);
  const gates = tensorGates(all, { ...rules, ...changes }, FIGURES);
  return {
    gates,
    names: gates.map(({ name }) => name),
    ...decideTensor(gates, all.measurement.bitIdentical),
  };
}

const differing = measurement({ closeness: closeness({ mismatched: 3 }) });
const byFloor = { closeness: false };

describe("closeness within the tolerance", () => {
  it("passes where every element is close, and says by which rule", () => {
    const found = judge({});
    expect(found).toMatchObject({ outcome: "pass", names: ["nonFiniteMismatches", "mismatched"] });
    expect(found.reasons).toContain(
      "every element is close by torch.testing, float32 (rtol 1.3e-6, atol 1e-5)",
    );
  });

  it("fails where one is not", () => {
    const found = judge({ measurement: differing });
    expect(found.outcome).toBe("fail");
    expect(found.reasons).toEqual([
      "3 of 4096 elements (0.073 %) are not close by torch.testing, float32 (rtol 1.3e-6, atol 1e-5)",
    ]);
  });

  it("is not asked where other rules decide", () => {
    expect(
      judge({ measurement: differing }, { closeness: false, gates: [gate("cosine", ">=", 0.9)] }),
    ).toMatchObject({
      outcome: "pass",
      names: ["nonFiniteMismatches", "cosine"],
    });
  });

  it("leaves a tensor without a finite pair undecided, unless both hold the same bits", () => {
    const empty = { closeness: closeness({ elements: 0 }) };
    expect(judge({ measurement: measurement(empty) })).toMatchObject({
      outcome: "inconclusive",
      reasons: ["no pair of elements is finite: nothing was compared"],
    });
    expect(judge({ measurement: measurement({ ...empty, bitIdentical: true }) }).outcome).toBe("pass");
  });
});

describe("NaN and infinity", () => {
  const oneArm = measurement({
    nonFinite: {
      ...nonFiniteNowhere,
      mismatches: 1,
      firstMismatch: { index: [0, 7], baseline: 1, candidate: Number.NaN },
    },
  });

  it.each<[string, Partial<TensorRules>, Partial<TensorFindings>]>([
    ["closeness", {}, {}],
    ["gates", { closeness: false, gates: [gate("cosine", ">=", 0)] }, {}],
    ["a floor", byFloor, { floor: floor(1), coherence: coherence(0.5) }],
  ])("in one arm alone fails whatever decides: %s", (_what, changed, found) => {
    const judged = judge({ ...found, measurement: oneArm }, changed);
    expect(judged.outcome).toBe("fail");
    expect(judged.reasons).toEqual([
      "1 position differs in NaN or infinity, first at [0, 7]: baseline 1, candidate NaN",
    ]);
  });
});

describe("limits that were asked for", () => {
  it.each<[GateExpression["comparison"], number, "pass" | "fail"]>([
    [">=", 0.99998, "pass"],
    [">=", 0.999981, "fail"],
    [">", 0.99998, "fail"],
    [">", 0.99997, "pass"],
    ["<=", 0.99998, "pass"],
    ["<=", 0.99997, "fail"],
    ["<", 0.99998, "fail"],
    ["<", 0.99999, "pass"],
    ["=", 0.99998, "pass"],
    ["=", 1, "fail"],
  ])("cosine 0.99998 %s %d: %s", (comparison, limit, outcome) => {
    const found = judge({}, { closeness: false, gates: [gate("cosine", comparison, limit)] });
    expect(found.outcome).toBe(outcome);
    expect(found.gates.at(-1)).toMatchObject({ name: "cosine", comparison, limit, value: 0.99998, outcome });
  });

  it("say in the reason on which side the figure lies, though they look alike", () => {
    const nearly = measurement({ figures: { cosine: 0.99899999999 } });
    const found = judge({ measurement: nearly }, { closeness: false, gates: [gate("cosine", ">=", 0.999)] });
    expect(found.reasons).toEqual(["cosine 0.99899999999 is not ≥ 0.999"]);
  });

  it("leave the tensor undecided where the figure is undefined, with the reason", () => {
    const zeros = measurement({ figures: { cosine: null, cosineReason: "0/0: an arm is all zeros" } });
    expect(
      judge({ measurement: zeros }, { closeness: false, gates: [gate("cosine", ">=", 0.9)] }),
    ).toMatchObject({
      outcome: "inconclusive",
      reasons: ["cosine is undefined: 0/0: an arm is all zeros"],
    });
  });

  it("are broken by an infinite figure", () => {
    const infinite = measurement({ mapeConventions: { naive: Number.POSITIVE_INFINITY } });
    const found = judge(
      { measurement: infinite },
      { closeness: false, gates: [gate("mapePercent", "<=", 5)] },
    );
    expect(found).toMatchObject({ outcome: "fail", reasons: ["MAPE (naive) Infinity % is not ≤ 5"] });
  });

  it("may be two on one figure", () => {
    const gates = [gate("cosine", ">=", 0.9), gate("cosine", "<=", 0.95)];
    expect(judge({}, { closeness: false, gates })).toMatchObject({ outcome: "fail" });
  });

  it("take MAPE in the convention that was asked for", () => {
    const gates = [gate("mapePercent", "<=", 0.85)];
    expect(judge({}, { closeness: false, gates }).outcome).toBe("fail");
    const masked = judge({}, { closeness: false, gates, mapeConvention: "mask" });
    expect(masked).toMatchObject({ outcome: "pass" });
    expect(masked.reasons).toContain("MAPE (mask) 0.8 % is ≤ 0.85");
  });

  it("reach the counts of elements that are not close", () => {
    const at = (key: string, limit: number) =>
      judge({ measurement: differing }, { closeness: false, gates: [gate(key, "<=", limit)] }).outcome;
    expect([at("mismatched", 3), at("mismatched", 2)]).toEqual(["pass", "fail"]);
    expect([at("mismatchedPercent", 0.0733), at("mismatchedPercent", 0.0732)]).toEqual(["pass", "fail"]);
  });

  it("on elements that are not close take the place of the rule that none may be", () => {
    const found = judge(
      { measurement: differing },
      { closeness: true, gates: [gate("mismatched", "<=", 3)] },
    );
    expect(found).toMatchObject({ outcome: "pass", names: ["nonFiniteMismatches", "mismatched"] });
  });

  it("reach the distance to the golden tensor", () => {
    const golden = {
      baseline: { wapePercent: 1, relativeL2: 0.1, maxAbsolute: 1 },
      candidate: { wapePercent: 1, relativeL2: 0.25, maxAbsolute: 1 },
    };
    const at = (limit: number) =>
      judge({ golden }, { closeness: false, gates: [gate("goldenRatio", "<=", limit)] }).outcome;
    expect([at(2.5), at(2.4)]).toEqual(["pass", "fail"]);
    const exact = { ...golden, baseline: { wapePercent: 0, relativeL2: 0, maxAbsolute: 0 } };
    const gates = [gate("goldenRatio", "<=", 2)];
    expect(judge({ golden: exact }, { closeness: false, gates }).outcome).toBe("inconclusive");
    expect(judge({ golden: null }, { closeness: false, gates }).outcome).toBe("inconclusive");
    for (const arm of ["baseline", "candidate"] as const) {
      const unknown = { ...golden, [arm]: { wapePercent: null, relativeL2: null, maxAbsolute: null } };
      const found = judge({ golden: unknown }, { closeness: false, gates });
      expect(found.gates.at(-1), arm).toMatchObject({ value: null, outcome: "unknown" });
    }
  });

  it("on floors and coherence use their own comparison, and leave p's failure undecided", () => {
    const known = { floor: floor(0.1), coherence: coherence(0.02), coherenceTests: 1 };
    expect(judge(known, { closeness: false, gates: [gate("wapeFloors", "<", 1.7)] }).outcome).toBe("fail");
    expect(judge(known, { closeness: false, gates: [gate("wapeFloors", "<", 1.71)] }).outcome).toBe("pass");
    const strict = {
      closeness: false,
      gates: [gate("wapeFloors", "<=", 2), gate("errorCoherenceP", ">=", 0.05)],
    };
    expect(judge(known, strict)).toMatchObject({ outcome: "inconclusive" });
    expect(judge(known, strict).reasons[0]).toBe("small, but not rounding: look for a different formula");
    const unknown = { floor: { wapePercent: null, reason: "no tensor of this name" } as const };
    expect(judge(unknown, { closeness: false, gates: [gate("wapeFloors", "<=", 2)] })).toMatchObject({
      outcome: "inconclusive",
      reasons: [expect.stringContaining("no tensor of this name")],
    });
  });
});

describe("with a floor, as pi0's policy", () => {
  const known = { floor: floor(0.149), coherence: coherence(0.77), coherenceTests: 1 };

  it("asks for MAPE, error in floors and coherence", () => {
    expect(judge(known, byFloor)).toMatchObject({
      outcome: "pass",
      names: ["nonFiniteMismatches", "mapePercent", "wapeFloors", "errorCoherenceP"],
    });
  });

  it.each<[string, Partial<TensorFindings>, "fail" | "inconclusive", string]>([
    ["an error above the floor", { floor: floor(0.1) }, "fail", "1.70 times the perturbation floor"],
    [
      "a large MAPE",
      { measurement: measurement({ mapeConventions: { naive: 6 } }) },
      "fail",
      "above the limit of 5 %",
    ],
    ["a coherent error", { coherence: coherence(0.005) }, "inconclusive", "small, but not rounding"],
  ])("%s: %s", (_what, changes, outcome, reason) => {
    const found = judge({ ...known, ...changes }, byFloor);
    expect(found.outcome).toBe(outcome);
    expect(found.reasons.join("\n")).toContain(reason);
  });

  it("decides by the floor alone where no axis holds observations, or too few", () => {
    const alone = judge({ floor: floor(0.149) }, byFloor);
    expect(alone.outcome).toBe("pass");
    expect(alone.gates.at(-1)).toMatchObject({
      name: "errorCoherenceP",
      outcome: "not applicable",
      reason: expect.stringContaining("--observation-axis"),
    });
    expect(judge({ ...known, coherence: coherence(0.001, 7) }, byFloor).outcome).toBe("pass");
    expect(judge({ ...known, coherence: coherence(0.001, 8) }, byFloor).outcome).toBe("inconclusive");
  });

  it("does not decide where neither floor nor coherence is known", () => {
    const nothing = { floor: { wapePercent: null, reason: "no tensor of this name" } as const };
    const found = judge(nothing, byFloor);
    expect(found.outcome).toBe("inconclusive");
    expect(found.reasons.join()).toContain("neither a perturbation floor nor error coherence is known");
    expect(judge({ floor: floor(0) }, byFloor).outcome).toBe("inconclusive");
  });

  it("passes equal tensors, whose floor may be zero", () => {
    const equal = measurement({
      bitIdentical: true,
      figures: { wapePercent: 0 },
      mapeConventions: { naive: 0 },
    });
    expect(judge({ measurement: equal, floor: floor(0) }, byFloor).outcome).toBe("pass");
  });

  it("takes the limits of the rules", () => {
    expect(judge(known, { ...byFloor, maxFloors: 1.1 }).outcome).toBe("fail");
    expect(judge(known, { ...byFloor, maxMapePercent: 0.5 }).outcome).toBe("fail");
    expect(judge(known, { ...byFloor, minCoherenceP: 0.8 }).outcome).toBe("inconclusive");
  });

  it("gives way to a limit on the same figure", () => {
    const gates = [gate("wapeFloors", "<=", 3)];
    const found = judge({ ...known, floor: floor(0.1) }, { ...byFloor, gates });
    expect(found).toMatchObject({
      outcome: "pass",
      names: ["nonFiniteMismatches", "mapePercent", "errorCoherenceP", "wapeFloors"],
    });
  });

  it("names no flag of another command where MAPE is undefined", () => {
    const zeros = measurement({ mapeConventions: { naive: null, naiveReason: "0/0" } });
    const reason = judge({ ...known, measurement: zeros }, byFloor).reasons.join();
    expect(reason).toMatch(/--mape mask\|sklearn\|torchmetrics\|keras$/);
  });
});

describe("with an axis of observations and no floor", () => {
  it("a coherent error within the tolerance is not decided", () => {
    expect(judge({ coherence: coherence(0.001), coherenceTests: 1 }).outcome).toBe("inconclusive");
    expect(judge({ coherence: coherence(0.3), coherenceTests: 1 }).outcome).toBe("pass");
  });

  it("too few observations, or none, leave the tolerance to decide", () => {
    expect(judge({ coherence: coherence(0.001, 3) }).outcome).toBe("pass");
  });

  it("says for how many tensors p was adjusted", () => {
    const reason = (coherenceTests: number) =>
      judge({ coherence: coherence(0.001), coherenceTests }).reasons.join();
    expect(reason(1)).not.toContain("adjusted");
    expect(reason(2)).toContain("p is adjusted for 2 tensors");
    expect(reason(40)).toContain("p is adjusted for 40 tensors");
  });
});
