import { describe, expect, it } from "vitest";
import { flagreleaseRelativePolicy } from "../../../../src/compare/accuracy/policies/flagrelease-relative.ts";
import { accuracyPolicyConformance } from "./accuracy-policy-conformance.ts";
import { judge, scored } from "./compared.ts";

accuracyPolicyConformance(flagreleaseRelativePolicy);

describe("flagrelease-relative", () => {
  it.each([
    // One of 20 is 5 % exactly, in spite of thirds and of rounding.
    [30, 20, 19, "consistent"],
    [50, 20, 19, "consistent"],
    [1000, 20, 19, "consistent"],
    [1000, 200, 190, "consistent"],
    [1000, 200, 189, "inconsistent"],
    [1000, 100, 900, "consistent"],
    // The noise zone: up to two questions of up to 100. The first is FlagGems issue 4839.
    [50, 13, 12, "inconclusive"],
    [30, 12, 10, "inconclusive"],
    [100, 20, 18, "inconclusive"],
    [100, 20, 17, "inconsistent"],
    [101, 20, 18, "inconsistent"],
    // No relative drop can be computed from 0.
    [50, 0, 0, "inconsistent"],
    [50, 0, 10, "inconsistent"],
  ] as const)("%i questions, %i to %i right: %s", (n, baseline, candidate, verdict) => {
    expect(judge(flagreleaseRelativePolicy, scored(n, baseline, candidate)).verdict).toBe(verdict);
  });

  it("says what it compared", () => {
    const reasonOf = (baseline: number, candidate: number) =>
      judge(flagreleaseRelativePolicy, scored(50, baseline, candidate)).reason;
    expect(reasonOf(20, 19)).toBe("a drop of 5 % of the baseline's accuracy, within 5 %");
    expect(reasonOf(13, 12)).toBe(
      "a drop of 7.69 % of the baseline's accuracy, beyond 5 %, but of no more than 1 of 50 questions: noise, to be repeated",
    );
    expect(reasonOf(20, 12)).toBe("a drop of 40 % of the baseline's accuracy, beyond 5 %");
    expect(reasonOf(20, 21)).toBe("no drop (5 % up), and an increase always passes");
    expect(reasonOf(0, 0)).toMatch(/^the baseline scored 0,/);
  });

  it("obeys its limits", () => {
    const verdictOf = (changes: Parameters<typeof judge>[2]) =>
      judge(flagreleaseRelativePolicy, scored(50, 13, 12), changes).verdict;
    expect(verdictOf({ noiseQuestions: 0 })).toBe("inconsistent");
    expect(verdictOf({ noiseMaximumAsked: 49 })).toBe("inconsistent");
    expect(verdictOf({ relativeDropPercent: 8 })).toBe("consistent");
  });
});
