import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { armInterval } from "../../../src/compare/accuracy/arm-interval.ts";
import { comparePairs } from "../../../src/compare/accuracy/compare-pairs.ts";
import { normalQuantile, normalUpper } from "../../../src/compare/accuracy/distributions/normal.ts";
import { studentQuantile, studentUpper } from "../../../src/compare/accuracy/distributions/student-t.ts";
import { holm } from "../../../src/compare/accuracy/holm.ts";
import { DEFAULT_ACCURACY_LIMITS as limits } from "../../../src/compare/accuracy/limits.ts";
import type { PairedScores } from "../../../src/compare/accuracy/paired-scores.ts";
import { matched } from "./scores.ts";

const SCRIPT = fileURLToPath(new URL("./statistics_figures.py", import.meta.url));
const hasPeers = spawnSync("python3", ["-c", "import scipy, statsmodels"]).status === 0;

interface Figures {
  readonly matched: {
    readonly right: number;
    readonly wrong: number;
    readonly lost: number;
    readonly gained: number;
    readonly mcnemar: number;
    readonly ci95: readonly number[];
    readonly ci90: readonly number[];
    readonly equivalence: number;
    readonly wilson: readonly number[];
  }[];
  readonly clustered: {
    readonly baseline: number[];
    readonly candidate: number[];
    readonly clusters: number[];
    readonly repeats: number;
    readonly delta: number;
    readonly half95: number;
    readonly permutation: number;
  }[];
  readonly holm: { readonly p: number[]; readonly adjusted: number[] }[];
  readonly distributions: Record<
    "probability" | "degrees" | "t" | "normalQuantile" | "studentQuantile" | "normalUpper" | "studentUpper",
    number
  >[];
}

const compare = (scores: PairedScores) => comparePairs([scores], { limits, seed: 1 })[0]!.comparison;

function expectWithin(found: number, reference: number, tolerance: number, what: string): void {
  expect(Math.abs(found - reference), `${what}: ${found} and ${reference}`).toBeLessThanOrEqual(tolerance);
}

describe.skipIf(!hasPeers)(
  "paired statistics beside scipy's and statsmodels' (skipped without python3, scipy and statsmodels)",
  () => {
    let figures: Figures;

    beforeAll(() => {
      figures = JSON.parse(execFileSync("python3", [SCRIPT], { encoding: "utf8", maxBuffer: 2 ** 28 }));
    });

    it("McNemar's exact p, Tango's intervals and equivalence by a search for the likeliest shares, Wilson's", () => {
      expect(figures.matched.length).toBeGreaterThan(100);
      for (const reference of figures.matched) {
        const scores = matched(reference);
        const found = compare(scores);
        const what = JSON.stringify(reference);
        expectWithin(found.mcnemarP ?? Number.NaN, reference.mcnemar, 1e-9 * reference.mcnemar, what);
        for (const [i, limit] of reference.ci95.entries())
          expectWithin(found.ci95Points[i]!, 100 * limit, 1e-4, what);
        for (const [i, limit] of reference.ci90.entries())
          expectWithin(found.ci90Points[i]!, 100 * limit, 1e-4, what);
        expectWithin(found.equivalence.p, reference.equivalence, 1e-5, what);
        const arm = armInterval({ clusters: null, repeats: 1, binary: true, scores: scores.baseline })!;
        for (const [i, limit] of reference.wilson.entries()) expectWithin(arm[i]!, limit, 1e-12, what);
      }
    });

    it("clustered standard errors with Student's t, and sign flips", () => {
      expect(figures.clustered.length).toBeGreaterThan(30);
      for (const reference of figures.clustered) {
        const found = compare({
          baseline: Float64Array.from(reference.baseline),
          candidate: Float64Array.from(reference.candidate),
          clusters: reference.clusters,
          repeats: reference.repeats,
          binary: true,
        });
        const [low, high] = found.ci95Points;
        expectWithin(found.deltaPoints, 100 * reference.delta, 1e-9, "difference");
        expectWithin((high - low) / 2, 100 * reference.half95, 1e-7, "half the interval");
        // Both draw: the difference of their p has a standard error of at most √(0.25/9999 + 0.25/20000) = 0.006.
        expectWithin(found.test.p, reference.permutation, 0.03, "sign flips");
      }
    });

    it("Holm's adjustment", () => {
      for (const { p, adjusted } of figures.holm)
        for (const [i, found] of holm(p).entries()) expectWithin(found, adjusted[i]!, 1e-12, String(p));
    });

    it("distributions", () => {
      for (const reference of figures.distributions) {
        const { probability, degrees, t } = reference;
        const what = JSON.stringify(reference);
        expectWithin(normalQuantile(probability), reference.normalQuantile, 1e-11, what);
        expectWithin(normalUpper(t), reference.normalUpper, 1e-13, what);
        const quantile = reference.studentQuantile;
        expectWithin(studentQuantile(probability, degrees), quantile, 1e-9 * (1 + Math.abs(quantile)), what);
        expectWithin(studentUpper(t, degrees), reference.studentUpper, 1e-10, what);
      }
    });
  },
);
