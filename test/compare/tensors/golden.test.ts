import { describe, expect, it } from "vitest";
import { compareToGolden, goldenSummary } from "../../../src/compare/tensors/golden.ts";

const distance = (relativeL2: number | null) => ({ wapePercent: 1, relativeL2, maxAbsolute: 1 });
const between = (baseline: number | null, candidate: number | null) =>
  compareToGolden({ baseline: distance(baseline), candidate: distance(candidate) });

describe("the distance to a golden tensor", () => {
  it.each<[number | null, number | null, string, number | null]>([
    [0.2, 0.1, "candidate", 0.5],
    [0.1, 0.2, "baseline", 2],
    [0.1, 0.1, "neither", 1],
    [0, 0.1, "baseline", null],
    [null, 0.1, "neither", null],
    [0.1, null, "neither", null],
  ])("baseline %s, candidate %s: nearer is %s", (baseline, candidate, nearer, ratio) => {
    expect(between(baseline, candidate)).toMatchObject({ nearer, ratio });
  });

  it("is said in a sentence", () => {
    expect(goldenSummary([between(0.2, 0.1)])).toBe(
      "The candidate is nearer to the golden tensor than the baseline is (relative L2 0.1 and 0.2).",
    );
    expect(goldenSummary([between(0.1, 0.2)])).toContain("The candidate is farther from the golden tensor");
    expect(goldenSummary([between(0.1, 0.1)])).toContain("equally far");
    expect(goldenSummary([between(null, 0.1)])).toContain("relative L2 0.1 and undefined");
    expect(goldenSummary([])).toBe("No tensor has a golden one to be measured against.");
    expect(goldenSummary([between(0.2, 0.1), between(0.2, 0.6), between(0, 0)])).toBe(
      "Of 3 tensors the candidate is nearer to the golden one in 1, the baseline in 1, neither in 1; " +
        "at most the candidate is 3 times as far as the baseline.",
    );
    expect(goldenSummary([between(0, 0), between(0, 0)])).toBe(
      "Of 2 tensors the candidate is nearer to the golden one in 0, the baseline in 0, neither in 2.",
    );
  });
});
