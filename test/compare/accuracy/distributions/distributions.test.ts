import { describe, expect, it } from "vitest";
import {
  binomialProbabilities,
  fairCoinLowerTail,
} from "../../../../src/compare/accuracy/distributions/binomial.ts";
import { logGamma } from "../../../../src/compare/accuracy/distributions/log-gamma.ts";
import { normalQuantile, normalUpper } from "../../../../src/compare/accuracy/distributions/normal.ts";
import { studentQuantile, studentUpper } from "../../../../src/compare/accuracy/distributions/student-t.ts";

/** Reference values were computed with scipy 1.17.1. */
function expectClose(found: number, reference: number, relative = 1e-11): void {
  expect(Math.abs(found - reference)).toBeLessThanOrEqual(relative * Math.max(Math.abs(reference), 1e-300));
}

describe("logGamma, as scipy.special.gammaln", () => {
  it.each([
    [0.5, 0.5723649429247],
    [2.5, 0.2846828704729192],
    [15, 25.191221182738683],
    [29.5, 69.56908092082364],
    [14043, 120062.0994355455],
  ])("of %f", (x, reference) => expectClose(logGamma(x), reference, 1e-13));

  it("is 0 at 1 and 2", () => {
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(2)).toBeCloseTo(0, 14);
  });
});

describe("the normal distribution, as scipy.stats.norm", () => {
  it.each([
    [-2, 0.9772498680518208],
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1.96, 0.024997895148220435],
    [2.999, 0.0013543365337271057],
    [3.001, 0.0013454728250849653],
    [6, 9.865876450376946e-10],
    [12, 1.776482112077653e-33],
  ])("has above %f", (z, reference) => expectClose(normalUpper(z), reference));

  it.each([
    [0.001, -3.090232306167813],
    [0.2, -0.8416212335729142],
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
  ])("has its quantile %f", (probability, reference) => expectClose(normalQuantile(probability), reference));
});

describe("Student's t, as scipy.stats.t", () => {
  it.each([
    [-1.5, 4, 0.896],
    [0, 3, 0.5],
    [1e-8, 5, 0.4999999962039331],
    [0.2, 1, 0.4371670418109989],
    [2.045, 29, 0.025012037961205807],
    [12.7, 1, 0.025012163844672083],
    [1.7, 14041, 0.04457653648700716],
    [6, 197, 4.653666592451335e-9],
  ])("has above %f with %i degrees of freedom", (t, degrees, reference) =>
    expectClose(studentUpper(t, degrees), reference, 1e-10),
  );

  it.each([
    [0.025, 5, -2.5705818356363155],
    [0.95, 29, 1.6991270265334972],
    [0.975, 1, 12.706204736174694],
    [0.975, 2, 4.302652729749462],
    [0.975, 197, 1.9720790337785026],
    [0.95, 14041, 1.644962156992026],
  ])("has its quantile %f with %i degrees of freedom", (probability, degrees, reference) =>
    expectClose(studentQuantile(probability, degrees), reference, 1e-10),
  );
});

describe("the binomial distribution, as scipy.stats.binom", () => {
  it("has its probabilities", () => {
    const ten = binomialProbabilities(10, 0.3);
    expectClose(ten[0] ?? 0, 0.0282475249);
    expectClose(ten[3] ?? 0, 0.266827932);
    expectClose(ten[10] ?? 0, 5.9049e-6);
    expectClose(binomialProbabilities(14042, 0.1)[1404] ?? 0, 0.011221964331517785, 1e-10);
    expectClose(binomialProbabilities(2000, 0.5)[1000] ?? 0, 0.0178390111, 1e-8);
  });

  it("adds up to 1, also where the ends are too small for a number", () => {
    for (const [n, p] of [
      [1, 0.5],
      [14042, 0.1],
      [3000, 0.999],
      [5, 0],
      [5, 1],
      [0, 0.3],
    ] as const) {
      expect(binomialProbabilities(n, p).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
    }
  });

  it.each([
    [0, 1, 0.5],
    [3, 10, 0.171875],
    [600, 1300, 0.0030078969305224698],
    [6900, 14042, 0.020985315682068482],
    [0, 1000, 9.332636185032189e-302],
  ])("has at most %i of %i fair coins", (k, n, reference) =>
    expectClose(fairCoinLowerTail(k, n), reference, 1e-10),
  );
});
