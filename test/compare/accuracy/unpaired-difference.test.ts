import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../../src/compare/accuracy/arm-interval.ts";
import { normalQuantile } from "../../../src/compare/accuracy/distributions/normal.ts";
import {
  type Estimate,
  pOfNoDifference,
  unpairedDifference,
} from "../../../src/compare/accuracy/unpaired-difference.ts";

function share(k: number, n: number): Estimate {
  const [low, high] = wilsonInterval(k / n, n, normalQuantile(0.975));
  return { value: k / n, low, high };
}

/** Computed with statsmodels 0.15.0: confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff"). */
const STATSMODELS = [
  [20, 30, 21, 30, -0.2564386752010118, 0.1943580673273251],
  [133, 198, 120, 198, -0.028799647341429382, 0.15849265136005591],
  [547, 756, 537, 756, -0.03215584507725934, 0.05853814253798131],
  [10854, 14042, 11065, 14042, -0.02470510861096762, -0.005344447812079824],
  [0, 30, 1, 30, -0.16670390991409176, 0.08344597543254348],
  [30, 30, 28, 30, -0.05665215635044735, 0.21323458362616932],
  [165, 400, 120, 198, -0.27422355539985593, -0.10864358460674228],
] as const;

describe("the difference of two estimates that know nothing of one another", () => {
  it.each(STATSMODELS)("%i of %i less %i of %i is Newcombe's interval", (a, n, b, m, low, high) => {
    const difference = unpairedDifference(share(a, n), share(b, m));
    expect(difference.value).toBe(a / n - b / m);
    expect(difference.low).toBeCloseTo(low, 12);
    expect(difference.high).toBeCloseTo(high, 12);
  });

  it("is the opposite for swapped estimates, and its p is below 5 % exactly where the interval leaves 0 out", () => {
    const count = fc
      .integer({ min: 2, max: 500 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
    fc.assert(
      fc.property(count, count, ([a, n], [b, m]) => {
        const straight = unpairedDifference(share(a, n), share(b, m));
        const swapped = unpairedDifference(share(b, m), share(a, n));
        expect(swapped.value).toBeCloseTo(-straight.value, 14);
        expect(swapped.low).toBeCloseTo(-straight.high, 14);
        expect(swapped.high).toBeCloseTo(-straight.low, 14);
        const p = pOfNoDifference(straight);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(p < 0.05).toBe(straight.low > 0 || straight.high < 0);
      }),
    );
  });

  it("has p 1 where there is no difference, and 0 where there is one and no doubt", () => {
    expect(pOfNoDifference({ value: 0, low: -1, high: 1 })).toBe(1);
    expect(pOfNoDifference({ value: 0, low: 0, high: 0 })).toBe(1);
    expect(pOfNoDifference({ value: 0.1, low: 0.1, high: 0.1 })).toBe(0);
  });
});
