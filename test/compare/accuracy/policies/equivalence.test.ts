import { describe, expect, it } from "vitest";
import { comparePairs } from "../../../../src/compare/accuracy/compare-pairs.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../../src/compare/accuracy/limits.ts";
import { equivalencePolicy } from "../../../../src/compare/accuracy/policies/equivalence.ts";
import { matched } from "../scores.ts";
import { accuracyPolicyConformance } from "./accuracy-policy-conformance.ts";
import { judge } from "./compared.ts";

accuracyPolicyConformance(equivalencePolicy);

// Intervals and p are those of ../statistics_figures.py: Tango's by a search for the likeliest shares, statsmodels' McNemar.
describe("equivalence", () => {
  it("is consistent where the 90 % interval lies within the margin", () => {
    const found = judge(equivalencePolicy, matched({ right: 600, wrong: 360, lost: 22, gained: 18 }));
    expect(found.verdict).toBe("consistent");
    expect(found.reason).toBe("−0.4 points, 90 % interval −1.48 to +0.66: within the margin of ±5 points");
  });

  it("calls a difference real that is small but not chance", () => {
    // A whole MMLU: 77.3 to 78.8 %, as on the ERNIE card, with 4 % of the questions answered otherwise.
    const found = judge(equivalencePolicy, matched({ right: 10679, wrong: 2802, lost: 176, gained: 385 }));
    expect(found.verdict).toBe("consistent");
    expect(found.reason).toBe(
      "+1.49 points, p < 0.0001: real, within the margin (90 % interval +1.21 to +1.77, within ±5)",
    );
  });

  it("is inconsistent where the difference is real and beyond the margin, either way", () => {
    expect(judge(equivalencePolicy, matched({ right: 100, wrong: 60, lost: 30, gained: 8 }))).toEqual({
      verdict: "inconsistent",
      reason: "−11.11 points, Holm-adjusted p 0.00047: real, and beyond the margin of ±5 points",
    });
    expect(judge(equivalencePolicy, matched({ right: 100, wrong: 60, lost: 8, gained: 30 })).verdict).toBe(
      "inconsistent",
    );
  });

  it("is inconclusive where the questions do not suffice, and says how many would", () => {
    // AIME on the ERNIE card: 20 to 21 of 30.
    const found = judge(equivalencePolicy, matched({ right: 19, wrong: 8, lost: 1, gained: 2 }));
    expect(found).toEqual({
      verdict: "inconclusive",
      reason:
        "+3.33 points, 90 % interval −8.2 to +15.64: not within the margin of ±5 points; " +
        "343 questions or 12 repeats of these would decide",
    });
  });

  it("is inconclusive, for good, where a real difference lies at the margin", () => {
    const found = judge(equivalencePolicy, matched({ right: 1300, wrong: 600, lost: 100 }));
    expect(found.verdict).toBe("inconclusive");
    expect(found.reason).toMatch(
      /^−5 points, p < 0\.0001: real, .*no number of questions would decide it, because the difference lies at the margin$/,
    );
  });

  it("takes the p that is adjusted for the other benchmarks", () => {
    // 11 lost, 2 gained: p 0.0225; beside two others it counts three times.
    const suspect = matched({ right: 60, wrong: 27, lost: 11, gained: 2 });
    expect(judge(equivalencePolicy, suspect).verdict).toBe("inconsistent");
    const others = [matched({ right: 90, wrong: 10 }), matched({ right: 80, wrong: 20 })];
    const [found] = comparePairs([suspect, ...others], { limits, seed: 1 });
    expect(equivalencePolicy.verdict(found!.figures, limits)).toBe("inconclusive");
  });

  it("obeys its limits", () => {
    const scores = matched({ right: 600, wrong: 360, lost: 22, gained: 18 });
    expect(judge(equivalencePolicy, scores, { marginPoints: 1 }).verdict).toBe("inconclusive");
    const fault = matched({ right: 100, wrong: 60, lost: 30, gained: 8 });
    expect(judge(equivalencePolicy, fault, { alpha: 1e-4 }).verdict).toBe("inconclusive");
    expect(judge(equivalencePolicy, fault, { marginPoints: 12 }).verdict).toBe("inconclusive");
  });

  it("takes 30 answers without a flip for no proof, but twice that", () => {
    expect(judge(equivalencePolicy, matched({ right: 20, wrong: 10 })).verdict).toBe("inconclusive");
    expect(judge(equivalencePolicy, matched({ right: 40, wrong: 20 })).verdict).toBe("consistent");
  });
});
