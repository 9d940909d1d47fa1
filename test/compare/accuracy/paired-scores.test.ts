import { describe, expect, it } from "vitest";
import { macroWeights, type PairedScores, summarise } from "../../../src/compare/accuracy/paired-scores.ts";
import { matched } from "./scores.ts";

const scores = matched({ right: 5, wrong: 2, lost: 2, gained: 1 });

describe("summarise", () => {
  it("counts what was lost and gained", () => {
    expect(summarise(scores)).toMatchObject({
      n: 10,
      baselineAccuracy: 0.7,
      candidateAccuracy: 0.6,
      delta: -0.1,
      lost: 2,
      gained: 1,
      unit: "questions",
      notMatchedPairs: null,
    });
  });

  it("says why McNemar's test does not apply", () => {
    const reasonOf = (changes: Partial<PairedScores>) => summarise({ ...scores, ...changes }).notMatchedPairs;
    expect(reasonOf({ repeats: 4 })).toBe("each question was asked 4 times");
    expect(reasonOf({ binary: false })).toBe("answers are not simply right or wrong");
    expect(reasonOf({ clusters: [1, 1, 2, 3, 4, 5, 6, 7, 8, 9] })).toMatch(/cluster/);
    expect(reasonOf({ weights: new Float64Array(10).fill(2) })).toBe("questions do not count alike");
  });

  it("takes clusters of one question each for none", () => {
    expect(summarise({ ...scores, clusters: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] })).toEqual(summarise(scores));
  });

  it("weights questions so that a macro average is the mean of the categories' means", () => {
    // Category 1: 3 of 4 right, then 1 of 4. Category 2: 1 of 2, then 2 of 2. Macro: (0.75 + 0.5) / 2, then (0.25 + 1) / 2.
    const found = summarise({
      baseline: Float64Array.of(1, 1, 1, 0, 1, 0),
      candidate: Float64Array.of(1, 0, 0, 0, 1, 1),
      clusters: null,
      repeats: 1,
      binary: true,
      weights: macroWeights([1, 1, 1, 1, 2, 2]),
    });
    expect(found.baselineAccuracy).toBeCloseTo(0.625, 12);
    expect(found.candidateAccuracy).toBeCloseTo(0.625, 12);
    expect(found.delta).toBeCloseTo(0, 12);
  });

  it("refuses what does not fit", () => {
    expect(() => summarise(matched({}))).toThrow("no question");
    expect(() => summarise({ ...scores, candidate: Float64Array.of(1) })).toThrow(RangeError);
    expect(() => summarise({ ...scores, clusters: [1] })).toThrow(RangeError);
    expect(() => summarise({ ...scores, repeats: 0 })).toThrow("0 repeats");
    expect(() => summarise({ ...scores, baseline: new Float64Array(10).fill(50) })).toThrow("a score of 50");
    expect(() => summarise({ ...scores, baseline: new Float64Array(10).fill(Number.NaN) })).toThrow("NaN");
  });
});
