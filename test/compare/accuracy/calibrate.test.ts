import { describe, expect, it } from "vitest";
import { type CalibrationCase, calibrate } from "../../../src/compare/accuracy/calibrate.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";
import type { AccuracyPolicyName } from "../../../src/contracts/bench-result.ts";

const plain = { ...limits, noiseMaximumAsked: 0 };

function of(policy: AccuracyPolicyName, stack: CalibrationCase, chosen = limits) {
  return calibrate(stack, chosen).find((found) => found.policy === policy)!;
}

describe("calibrate", () => {
  // How often "at most 5 % relative drop" fails a stack compared with itself: the published exact table, and the same
  // sum done with scipy 1.17.1's binom for two decimals. Accuracies 27, 40, 60 and 80 %.
  it.each([
    [30, 0.1, [38.05, 38.05, 38.05, 18.4]],
    [50, 0.05, [36.63, 15.96, 15.96, 5.37]],
    [50, 0.1, [40.9, 24.58, 24.58, 12.73]],
    [198, 0.1, [28.59, 21.45, 10.72, 4.56]],
    [900, 0.1, [9.36, 2.56, 0.19, 0.01]],
  ])(
    "finds the false alarms of the plain relative gate at n %i, flip rate %f",
    (n, flipRate, percentages) => {
      for (const [i, accuracy] of [0.27, 0.4, 0.6, 0.8].entries()) {
        const found = of("flagrelease-relative", { n, accuracy, flipRate }, plain);
        expect(100 * found.inconsistent, String(accuracy)).toBeCloseTo(percentages[i]!, 2);
        expect(found.inconclusive).toBe(0);
      }
    },
  );

  it("puts false alarms of up to two questions of at most 100 into the noise zone", () => {
    const stack = { n: 50, accuracy: 0.27, flipRate: 0.1 };
    const zone = of("flagrelease-relative", stack);
    // P(lost − gained ≥ 3), and the rest of the plain gate's 40.90 %; scipy 1.17.1.
    expect(100 * zone.inconsistent).toBeCloseTo(12.73, 1);
    expect(100 * (zone.inconsistent + zone.inconclusive)).toBeCloseTo(40.9, 1);
    const large = { ...stack, n: 198 };
    expect(of("flagrelease-relative", large)).toEqual(of("flagrelease-relative", large, plain));
  });

  it("shows what equivalence costs and saves: few false alarms, and no answer where n is small", () => {
    const small = of("equivalence", { n: 50, accuracy: 0.4, flipRate: 0.1 });
    expect(small.inconsistent).toBeLessThan(0.01);
    expect(small.inconclusive).toBeGreaterThan(0.98);
    const large = of("equivalence", { n: 2000, accuracy: 0.4, flipRate: 0.1 });
    expect(large.inconsistent + large.inconclusive).toBeLessThan(1e-6);
  });

  it("is exact for a whole MMLU too, where half a point is still a coin's toss away", () => {
    // P(|lost − gained| ≥ 0.5 % of 14042); scipy 1.17.1.
    const found = of("auto-evaluation", { n: 14042, accuracy: 0.7, flipRate: 0.1 });
    expect(found.inconsistent).toBeCloseTo(0.05991664038, 9);
  });

  it("never alarms where nothing flips, but does not take 30 questions for a proof", () => {
    const found = calibrate({ n: 30, accuracy: 0.5, flipRate: 0 }, limits);
    expect(found.filter(({ inconsistent }) => inconsistent > 0)).toEqual([]);
    expect(found.filter(({ inconclusive }) => inconclusive > 0).map(({ policy }) => policy)).toEqual([
      "equivalence",
    ]);
  });
});
