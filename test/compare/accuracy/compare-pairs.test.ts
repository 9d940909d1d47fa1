import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparePairs } from "../../../src/compare/accuracy/compare-pairs.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";
import type { PairedScores } from "../../../src/compare/accuracy/paired-scores.ts";
import { anyScores, matched, reversed, swapped } from "./scores.ts";

const compare = (scores: PairedScores) => comparePairs([scores], { limits, seed: 1 })[0]!.comparison;

describe("comparePairs", () => {
  it("compares right-or-wrong answers by McNemar's test and Tango's interval", () => {
    // Complete response before and after therapy (Cavo 2012): p and interval as published, see tango.test.ts.
    const found = compare(matched({ right: 59, wrong: 80, lost: 16, gained: 6 }));
    expect(found).toMatchObject({
      n: 161,
      flips: { lost: 16, gained: 6 },
      intervalMethod: "Tango's score interval for paired proportions (1998)",
      test: { method: "exact McNemar over 22 differing questions" },
    });
    expect(found.mcnemarP).toBeCloseTo(0.052479, 6);
    expect(found.mcnemarPReason).toBeUndefined();
    expect(found.deltaPoints).toBeCloseTo(-6.211, 3);
    expect(found.relativePercent).toBeCloseTo(-13.333, 3);
    expect(found.ci95Points[0]).toBeCloseTo(-12.4, 1);
    expect(found.ci95Points[1]).toBeCloseTo(-0.54, 2);
  });

  it("gives equivalence the p of the search in statistics_figures.py", () => {
    const found = compare(matched({ right: 600, wrong: 340, lost: 40, gained: 20 }));
    expect(found.equivalence).toEqual({
      marginPoints: 5,
      p: expect.closeTo(0.00028356565, 10),
      outcome: "equivalent",
    });
  });

  it("compares anything else by sign flips and the spread between clusters, and says why", () => {
    const scores = matched({ right: 6, wrong: 2, lost: 3, gained: 1 });
    const found = compare({ ...scores, clusters: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3] });
    expect(found).toMatchObject({
      mcnemarP: null,
      mcnemarPReason: "answers to questions of one cluster are not independent",
      test: { method: "exact sign flips: all 2 of 2 differing clusters", p: 0.5 },
    });
    expect(found.intervalMethod).toContain("clustered standard error over 4 clusters");
  });

  it("leaves the relative difference open where the baseline scored 0", () => {
    expect(compare(matched({ wrong: 9, gained: 1 })).relativePercent).toBeNull();
  });

  it("adjusts p for the number of benchmarks", () => {
    const benchmarks = [matched({ right: 20, lost: 8 }), matched({ right: 20, lost: 6, gained: 1 })];
    const found = comparePairs(benchmarks, { limits, seed: 1 }).map(({ comparison }) => comparison.test);
    // 2 · 0.5⁸ and 2 · (1 + 7) · 0.5⁷; the smaller one counts twice.
    expect(found.map(({ p }) => p)).toEqual([expect.closeTo(0.0078125, 12), expect.closeTo(0.125, 12)]);
    expect(found.map(({ holmP }) => holmP)).toEqual([
      expect.closeTo(0.015625, 12),
      expect.closeTo(0.125, 12),
    ]);
  });

  it("gives p, intervals and figures that fit together, for any benchmark", () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        const found = compare(scores);
        for (const p of [found.test.p, found.test.holmP, found.equivalence.p]) {
          expect(p).toBeGreaterThanOrEqual(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        const [low, high] = found.ci90Points;
        expect(low).toBeGreaterThanOrEqual(found.ci95Points[0]);
        expect(high).toBeLessThanOrEqual(found.ci95Points[1]);
        expect(low).toBeLessThanOrEqual(found.deltaPoints);
        expect(high).toBeGreaterThanOrEqual(found.deltaPoints);
        expect(high - low).toBeGreaterThan(0);
        expect(found.equivalence.outcome === "equivalent").toBe(-5 <= low && high <= 5);
        expect(found.equivalence.outcome === "equivalent").toBe(found.equivalence.p <= 0.05);
        expect(found.smallestDetectablePoints).toBeGreaterThan(0);
        expect(found.smallestProvableMarginPoints).toBeGreaterThanOrEqual(found.smallestDetectablePoints);
      }),
      { numRuns: 300 },
    );
  });

  it("changes signs, and nothing else, where the arms change places", () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        const found = compare(scores);
        const back = compare(swapped(scores));
        expect(back.deltaPoints).toBeCloseTo(-found.deltaPoints, 12);
        expect(back.ci95Points[0]).toBeCloseTo(-found.ci95Points[1], 10);
        expect(back.ci95Points[1]).toBeCloseTo(-found.ci95Points[0], 10);
        expect(back.flips).toEqual({ lost: found.flips.gained, gained: found.flips.lost });
        expect(back.test.p).toBe(found.test.p);
        expect(back.equivalence.p).toBeCloseTo(found.equivalence.p, 12);
      }),
    );
  });

  it("does not depend on the order of the questions", () => {
    fc.assert(
      fc.property(anyScores, (scores) => {
        const found = compare(scores);
        const other = compare(reversed(scores));
        expect(other.deltaPoints).toBeCloseTo(found.deltaPoints, 10);
        expect(other.ci95Points[0]).toBeCloseTo(found.ci95Points[0], 9);
        expect(other.test).toEqual(found.test);
        expect(other.flips).toEqual(found.flips);
      }),
    );
  });

  it("copes with a whole MMLU in which everything differs", () => {
    const found = compare(matched({ lost: 7100, gained: 6942 }));
    expect(found.test.p).toBeCloseTo(0.18520025813417268, 10);
  });
});
