import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { correctBehind, newcombeInterval } from "../../../src/compare/accuracy/unpaired-difference.ts";

/** From statsmodels 0.15: `confint_proportions_2indep(…, method="newcomb", compare="diff")`, candidate − baseline. */
const STATSMODELS = [
  [[13, 50, 12, 50], 0.95, [-0.18668193829833357, 0.14807321050793643]],
  [[13, 50, 12, 50], 0.9, [-0.1605688251131959, 0.12156064965214766]],
  [[5, 40, 6, 40], 0.95, [-0.1325799945954019, 0.182352772391254]],
  [[0, 10, 10, 10], 0.95, [0.6075093504305241, 1]],
  [[61, 198, 63, 198], 0.95, [-0.08076823056862467, 0.1007419046773524]],
  [[10859, 14042, 11065, 14042], 0.95, [0.0049911595205847144, 0.024346326868102848]],
  [[0, 20, 0, 30], 0.9, [-0.11915783736096455, 0.08272430812509934]],
] as const;

describe("the interval of two independent proportions", () => {
  it.each(STATSMODELS)("of %j at %d is that of statsmodels", ([a, n, b, m], confidence, expected) => {
    const found = newcombeInterval({ correct: a, n }, { correct: b, n: m }, confidence);
    expect(Math.abs(found[0] - expected[0])).toBeLessThan(1e-12);
    expect(Math.abs(found[1] - expected[1])).toBeLessThan(1e-12);
  });

  it("turns round when the sides change places, and holds the difference", () => {
    const side = fc
      .integer({ min: 1, max: 500 })
      .chain((n) => fc.record({ n: fc.constant(n), correct: fc.integer({ min: 0, max: n }) }));
    fc.assert(
      fc.property(side, side, (baseline, candidate) => {
        const [low, high] = newcombeInterval(baseline, candidate, 0.95);
        const [back, forth] = newcombeInterval(candidate, baseline, 0.95);
        expect(low).toBeCloseTo(-forth, 12);
        expect(high).toBeCloseTo(-back, 12);
        const delta = candidate.correct / candidate.n - baseline.correct / baseline.n;
        expect(low).toBeLessThanOrEqual(delta);
        expect(high).toBeGreaterThanOrEqual(delta);
      }),
    );
  });
});

describe("the right answers behind a figure", () => {
  it.each([
    [0.26, 50, 13],
    // 61 of 198, as a script prints it: 30.81 %.
    [0.3081, 198, 61],
    [0, 7, 0],
    [1, 7, 7],
  ])("%d of %d are %d", (accuracy, n, correct) => expect(correctBehind(accuracy, n)).toBe(correct));

  it("are not known where no whole number gives the figure", () => {
    // A published baseline of another sample set: 37 % is no share of 50.
    expect(correctBehind(0.37, 50)).toBe(null);
    expect(correctBehind(0.5, 3)).toBe(null);
  });
});
