import { describe, expect, it } from "vitest";
import { autoEvaluationPolicy } from "../../../../src/compare/accuracy/policies/auto-evaluation.ts";
import { accuracyPolicyConformance } from "./accuracy-policy-conformance.ts";
import { judge, scored } from "./compared.ts";

accuracyPolicyConformance(autoEvaluationPolicy);

describe("auto-evaluation", () => {
  it.each([
    [1000, 667, 667, "consistent"],
    [1000, 667, 663, "consistent"],
    // Half a point exactly is too much.
    [1000, 667, 662, "inconsistent"],
    [1000, 662, 667, "inconsistent"],
    [200, 67, 66, "inconsistent"],
    [201, 67, 66, "consistent"],
  ] as const)("%i questions, %i to %i right: %s", (n, baseline, candidate, verdict) => {
    expect(judge(autoEvaluationPolicy, scored(n, baseline, candidate)).verdict).toBe(verdict);
  });

  it("calls the limit itself too much, though 7 of 10000 come to a little less than 0.07 points as float64", () => {
    const found = judge(autoEvaluationPolicy, scored(10_000, 5000, 5007), { differencePoints: 0.07 });
    expect(found.verdict).toBe("inconsistent");
  });

  it("says what it compared", () => {
    expect(judge(autoEvaluationPolicy, scored(1000, 667, 663)).reason).toBe(
      "−0.4 points, smaller than 0.5 points",
    );
    expect(judge(autoEvaluationPolicy, scored(30, 20, 21), { differencePoints: 4 }).verdict).toBe(
      "consistent",
    );
  });
});
