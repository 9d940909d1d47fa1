import { describe, expect, it } from "vitest";
import { cardPolicy } from "../../../../src/compare/accuracy/policies/card.ts";
import { accuracyPolicyConformance } from "./accuracy-policy-conformance.ts";
import { judge, scored } from "./compared.ts";

accuracyPolicyConformance(cardPolicy);

describe("card", () => {
  it.each([
    // 0.667 − 0.617 is 0.05 and a rounding error as float64.
    [1000, 667, 617, "consistent"],
    [1000, 617, 667, "consistent"],
    [1000, 667, 616, "inconsistent"],
    [1000, 616, 667, "inconsistent"],
    [60, 40, 37, "consistent"],
    [30, 20, 21, "consistent"],
    [30, 20, 22, "inconsistent"],
    // 5.003 points are 5.00 with a card's decimals, 5.006 are not.
    [14042, 7000, 6298, "consistent"],
    [14042, 7000, 6297, "inconsistent"],
  ] as const)("%i questions, %i to %i right: %s", (n, baseline, candidate, verdict) => {
    expect(judge(cardPolicy, scored(n, baseline, candidate)).verdict).toBe(verdict);
  });

  it("lets the limit itself pass, though 100 · 0.57 is less than 57 as float64", () => {
    const found = judge(cardPolicy, scored(10_000, 5057, 5000), { cardPoints: 0.57 });
    expect(found.verdict).toBe("consistent");
  });

  it("says what it compared", () => {
    expect(judge(cardPolicy, scored(30, 20, 22)).reason).toBe("+6.67 points, beyond the card's ±5 points");
    expect(judge(cardPolicy, scored(30, 20, 22), { cardPoints: 7 })).toEqual({
      verdict: "consistent",
      reason: "+6.67 points, within the card's ±7 points",
    });
  });
});
