import { describe, expect, it } from "vitest";
import { clusteredMethod } from "../../../src/compare/accuracy/clustered-difference.ts";
import { type PairedScores, summarise } from "../../../src/compare/accuracy/paired-scores.ts";
import { type RandomSource, randomSource } from "../../../src/support/random.ts";

const methodOf = (scores: PairedScores) => clusteredMethod(summarise(scores));

/** Scores with these differences; a difference of −1 is a question lost. */
function differing(
  differences: readonly number[],
  clusters: readonly number[] | null,
  repeats = 1,
): PairedScores {
  return {
    baseline: Float64Array.from(differences, (difference) => Math.max(0, -difference)),
    candidate: Float64Array.from(differences, (difference) => Math.max(0, difference)),
    clusters,
    repeats,
    binary: true,
  };
}

describe("clusteredMethod", () => {
  it("rests on the clustered standard error, and widens it by t times the typical jump", () => {
    const differences = Array.from({ length: 60 }, (_, i) => (i % 7 < 2 ? -1 : i % 11 === 5 ? 1 : 0));
    const clusters = differences.map((_, i) => Math.floor(i / 3));
    const [low, high] = methodOf(differing(differences, clusters)).interval(0.95);
    // statsmodels 0.15.0, OLS on a constant with cov_type="cluster": the mean, standard error 0.0688247; numpy: the jump Σ D² / Σ |D| / n
    // of the cluster sums D; scipy 1.17.1: t(0.975, 19).
    expect((high + low) / 2).toBeCloseTo(-0.23333333333333334, 12);
    expect((high - low) / 2).toBeCloseTo(0.18662161663701138, 10);
  });

  it("tends to the paired t interval where differences are many", () => {
    const random = randomSource("many");
    const differences = Array.from({ length: 20_000 }, () => Math.round(8 * random() - 4) / 4);
    const [low, high] = methodOf(differing(differences, null, 4)).interval(0.95);
    const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
    const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const standardError = Math.sqrt(squares / (differences.length - 1) / differences.length);
    expect((high - low) / 2 / (1.9600781 * standardError)).toBeCloseTo(1, 3);
  });

  it("without any difference still has a width: t² flips of one repeat", () => {
    const none = new Array<number>(30).fill(0);
    // scipy: t(0.95, 29) = 1.6991270265334972.
    expect(methodOf(differing(none, null, 2)).interval(0.9)[1]).toBeCloseTo(1.6991270265334972 ** 2 / 60, 12);
    const clusters = none.map((_, i) => Math.floor(i / 3));
    // Ten clusters that may turn over as a whole; scipy: t(0.95, 9) = 1.8331129326536335.
    expect(methodOf(differing(none, clusters)).interval(0.9)[1]).toBeCloseTo(
      1.8331129326536335 ** 2 / 10,
      10,
    );
  });

  it("says nothing where all questions form one cluster", () => {
    const method = methodOf(differing([1, 0, 0, -1, 1], [4, 4, 4, 4, 4]));
    expect(method.interval(0.95)).toEqual([-1, 1]);
    expect(method.equivalenceP(0.05)).toBe(1);
    expect(method.description).toBe("none: all questions form one cluster");
  });

  it("covers the true difference of repeated, clustered and broken stacks (400 seeded runs each)", () => {
    // With 2000 runs each: 99.6, 96.6, 95.9 and 97.1 %. The standard error of 95 % over 400 runs is 1.1 %.
    for (const design of [
      { clusters: 30, size: 1, repeats: 8, unsure: 0.3, broken: 0 },
      { clusters: 198, size: 1, repeats: 4, unsure: 0.2, broken: 0 },
      { clusters: 198, size: 1, repeats: 4, unsure: 0.2, broken: 0.05 },
      { clusters: 100, size: 3, repeats: 1, unsure: 0.1, broken: 0.03 },
    ])
      expect(simulatedCoverage(design, 400), JSON.stringify(design)).toBeGreaterThan(0.925);
  });
});

interface Design {
  readonly clusters: number;
  readonly size: number;
  readonly repeats: number;
  /** Share of questions that are answered by the toss of a coin; of the others, 60 % are always right. */
  readonly unsure: number;
  /** Share of clusters that the candidate always gets wrong. */
  readonly broken: number;
}

function simulatedCoverage(design: Design, runs: number): number {
  const random = randomSource(JSON.stringify(design));
  const accuracy = 0.5 * design.unsure + 0.6 * (1 - design.unsure);
  const truth = -accuracy * design.broken;
  let covered = 0;
  for (let run = 0; run < runs; run += 1) {
    const [low, high] = methodOf(simulated(design, random)).interval(0.95);
    if (low <= truth && truth <= high) covered += 1;
  }
  return covered / runs;
}

function simulated(design: Design, random: RandomSource): PairedScores {
  const { clusters, size, repeats, unsure, broken } = design;
  const questions = Array.from({ length: clusters }, () => random() < broken).flatMap((isBroken) =>
    Array.from({ length: size }, () => {
      const right = random() < unsure ? 0.5 : Number(random() < 0.6);
      return { right, candidateRight: isBroken ? 0 : right };
    }),
  );
  const mean = (probability: number) =>
    Array.from({ length: repeats }, () => Number(random() < probability)).reduce(
      (sum, score) => sum + score,
      0,
    ) / repeats;
  return {
    baseline: Float64Array.from(questions, ({ right }) => mean(right)),
    candidate: Float64Array.from(questions, ({ candidateRight }) => mean(candidateRight)),
    clusters: size === 1 ? null : questions.map((_, i) => Math.floor(i / size)),
    repeats,
    binary: true,
  };
}
