import { describe, expect, it } from "vitest";
import { flagreleasePolicy } from "../../../../src/compare/accuracy/policies/flagrelease.ts";
import { accuracyPolicyConformance } from "./accuracy-policy-conformance.ts";
import { judge, scored } from "./compared.ts";

accuracyPolicyConformance(flagreleasePolicy);

describe("flagrelease", () => {
  it.each([
    [1000, 667, 617, "consistent"],
    [1000, 667, 616, "inconsistent"],
    [1000, 100, 900, "consistent"],
    [60, 40, 37, "consistent"],
    [50, 13, 11, "consistent"],
    [50, 13, 10, "inconsistent"],
    [40, 20, 18, "consistent"],
    // 49.8533 − 44.8511 = 5.0021 points, but 49.85 − 44.85 = 5.00 of scores with two decimals.
    [14042, 7000, 6298, "consistent"],
  ] as const)("%i questions, %i to %i right: %s", (n, baseline, candidate, verdict) => {
    expect(judge(flagreleasePolicy, scored(n, baseline, candidate)).verdict).toBe(verdict);
  });

  it("lets the limit itself pass, though 100 · 0.57 is less than 57 as float64", () => {
    const found = judge(flagreleasePolicy, scored(10_000, 5057, 5000), { dropPoints: 0.57 });
    expect(found.verdict).toBe("consistent");
  });

  it("says what it compared", () => {
    const reasonOf = (candidate: number) => judge(flagreleasePolicy, scored(30, 20, candidate)).reason;
    expect(reasonOf(17)).toBe("66.67 to 56.67 %: a drop of 10 points, beyond 5");
    expect(reasonOf(19)).toBe("66.67 to 63.33 %: a drop of 3.34 points, within 5");
    expect(reasonOf(29)).toBe("66.67 to 96.67 %: no drop, and an increase always passes");
    expect(judge(flagreleasePolicy, scored(30, 20, 17), { dropPoints: 10 }).verdict).toBe("consistent");
  });
});
