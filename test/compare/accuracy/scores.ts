import fc from "fast-check";
import type { PairedScores } from "../../../src/compare/accuracy/paired-scores.ts";

/** Right-or-wrong answers: so many kept right, kept wrong, lost and gained. */
export function matched(counts: {
  right?: number;
  wrong?: number;
  lost?: number;
  gained?: number;
}): PairedScores {
  const { right = 0, wrong = 0, lost = 0, gained = 0 } = counts;
  const fill = (count: number, score: number) => new Array<number>(count).fill(score);
  return {
    baseline: Float64Array.from([...fill(right, 1), ...fill(wrong, 0), ...fill(lost, 1), ...fill(gained, 0)]),
    candidate: Float64Array.from([
      ...fill(right, 1),
      ...fill(wrong, 0),
      ...fill(lost, 0),
      ...fill(gained, 1),
    ]),
    clusters: null,
    repeats: 1,
    binary: true,
  };
}

/** Any benchmark: with or without repeats, clusters and weights. */
export const anyScores: fc.Arbitrary<PairedScores> = fc
  .record({
    repeats: fc.integer({ min: 1, max: 4 }),
    clustered: fc.boolean(),
    weighted: fc.boolean(),
    questions: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(5), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 40,
    }),
  })
  .map(({ repeats, clustered, weighted, questions }) => ({
    baseline: Float64Array.from(questions, ([baseline]) => Math.min(baseline, repeats) / repeats),
    candidate: Float64Array.from(questions, ([, candidate]) => Math.min(candidate, repeats) / repeats),
    clusters: clustered ? questions.map(([, , cluster]) => cluster) : null,
    repeats,
    binary: true,
    ...(weighted ? { weights: Float64Array.from(questions, ([, , , weight]) => weight) } : {}),
  }));

export function swapped(scores: PairedScores): PairedScores {
  return { ...scores, baseline: scores.candidate, candidate: scores.baseline };
}

/** The same questions, the last one first. */
export function reversed(scores: PairedScores): PairedScores {
  return {
    ...scores,
    baseline: scores.baseline.toReversed(),
    candidate: scores.candidate.toReversed(),
    clusters: scores.clusters === null ? null : Array.from(scores.clusters).toReversed(),
    ...(scores.weights === undefined ? {} : { weights: scores.weights.toReversed() }),
  };
}
