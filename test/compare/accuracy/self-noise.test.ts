import { describe, expect, it } from "vitest";
import { selfNoise } from "../../../src/compare/accuracy/self-noise.ts";

/** Questions by whether the repeat's and the candidate's outcome differ from the baseline's. */
function runs(counts: { neither: number; both: number; repeat: number; candidate: number }) {
  const rows = [
    ...new Array(counts.neither).fill([1, 1, 1]),
    ...new Array(counts.both).fill([1, 0, 0]),
    ...new Array(counts.repeat).fill([0, 1, 0]),
    ...new Array(counts.candidate).fill([1, 1, 0]),
  ];
  return {
    baseline: rows.map((row) => row[0]),
    baselineRepeat: rows.map((row) => row[1]),
    candidate: rows.map((row) => row[2]),
    repeatIdentical: rows.map((_, i) => i % 2 === 0),
    candidateIdentical: rows.map((_, i) => i % 4 === 0),
  };
}

describe("selfNoise", () => {
  it("sets the candidate's flips beside the baseline's own", () => {
    // The excess is a paired difference of 16 against 8 among 86: Agresti and Min's example, see tango.test.ts.
    const found = selfNoise(runs({ neither: 53, both: 9, repeat: 8, candidate: 16 }));
    expect(found).toMatchObject({
      n: 86,
      baselineFlips: 17,
      candidateFlips: 25,
      baselineIdenticalReplies: 0.5,
    });
    expect(found.excessPoints).toBeCloseTo(800 / 86, 12);
    expect(found.excessCi95Points[0]).toBeCloseTo(-2, 0);
    expect(found.excessCi95Points[1]).toBeCloseTo(20.7, 1);
    expect(found.candidateIdenticalReplies).toBeCloseTo(22 / 86, 12);
  });

  it("has no excess, but an interval, where nothing flips", () => {
    const found = selfNoise(runs({ neither: 40, both: 0, repeat: 0, candidate: 0 }));
    expect(found).toMatchObject({ baselineFlips: 0, candidateFlips: 0, excessPoints: 0 });
    expect(found.excessCi95Points[1]).toBeGreaterThan(5);
  });

  it("needs questions", () => {
    expect(() => selfNoise(runs({ neither: 0, both: 0, repeat: 0, candidate: 0 }))).toThrow(RangeError);
  });
});
