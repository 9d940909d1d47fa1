import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePairs } from "../../../../src/compare/accuracy/compare-pairs.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../../src/compare/accuracy/limits.ts";
import { ACCURACY_POLICY, answerAll } from "../../../../src/compare/accuracy/policies/index.ts";
import type { AccuracyPolicy } from "../../../../src/compare/accuracy/policies/policy.ts";
import { VERDICTS } from "../../../../src/contracts/verdict.ts";
import { anyScores, matched } from "../scores.ts";

/** What every accuracy policy must hold, whatever it decides by. */
export function accuracyPolicyConformance(policy: AccuracyPolicy): void {
  describe(`${policy.name}, as every accuracy policy`, () => {
    it("is registered under its name, with a line about itself", () => {
      expect(ACCURACY_POLICY[policy.name]).toBe(policy);
      expect(policy.description).toMatch(/^\S[^\n]+\S$/);
    });

    it("judges any benchmark, and says why in one sentence with figures", () => {
      fc.assert(
        fc.property(anyScores, (scores) => {
          const [compared] = comparePairs([scores], { limits, seed: 1 });
          expect(VERDICTS).toContain(policy.verdict(compared!.figures, limits));
          expect(policy.reason(compared!, limits)).toMatch(/^[^\n]*\d[^\n]*[^.\n]$/);
          expect(policy.reason(compared!, limits)).not.toMatch(/NaN|Infinity|undefined|null/);
        }),
      );
    });

    it("finds a large benchmark without a difference consistent, and half of it lost inconsistent", () => {
      const verdictOf = (counts: Parameters<typeof matched>[0]) =>
        policy.verdict(comparePairs([matched(counts)], { limits, seed: 1 })[0]!.figures, limits);
      expect(verdictOf({ right: 2000, wrong: 1000 })).toBe("consistent");
      expect(verdictOf({ right: 1000, wrong: 1000, lost: 1000 })).toBe("inconsistent");
    });

    it("says nothing of nothing", () => {
      const answer = answerAll(null, limits).find(({ name }) => name === policy.name);
      expect(answer).toEqual({
        name: policy.name,
        verdict: "inconclusive",
        reason: "nothing was compared",
      });
    });
  });
}
