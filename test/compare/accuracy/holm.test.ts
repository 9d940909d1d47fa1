import { describe, expect, it } from "vitest";
import { holm } from "../../../src/compare/accuracy/holm.ts";

describe("holm, as statsmodels 0.15.0's multipletests", () => {
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.2, 0.5, 0.0001],
      [0.4, 0.5, 0.0003],
    ],
    [
      [0.02, 0.02, 0.9],
      [0.06, 0.06, 0.9],
    ],
    [[0.7], [0.7]],
    [[], []],
  ])("of %j is %j", (p, adjusted) => {
    const found = holm(p);
    expect(found).toHaveLength(adjusted.length);
    for (const [i, value] of adjusted.entries()) expect(found[i]).toBeCloseTo(value, 12);
  });
});
