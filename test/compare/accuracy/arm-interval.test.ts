import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armInterval } from "../../../src/compare/accuracy/arm-interval.ts";

const answers = (right: number, n: number) => Float64Array.from({ length: n }, (_, i) => (i < right ? 1 : 0));
const single = { clusters: null, repeats: 1, binary: true };

describe("armInterval", () => {
  it.each([
    // Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i of %i is Wilson's", (right, n, low, high) => {
    const found = armInterval({ ...single, scores: answers(right, n) })!;
    expect(found[0]).toBeCloseTo(low, 4);
    expect(found[1]).toBeCloseTo(high, 4);
  });

  it("is wider where questions share a cluster and go together", () => {
    const scores = answers(60, 90);
    const [low, high] = armInterval({ ...single, scores })!;
    const clusters = Array.from(scores, (_, i) => Math.floor(i / 3));
    const wide = armInterval({ ...single, scores, clusters })!;
    // Clusters of three that are all right or all wrong are 30 questions: about √3 times as wide.
    expect((wide[1] - wide[0]) / (high - low)).toBeGreaterThan(1.6);
    expect((wide[1] - wide[0]) / (high - low)).toBeLessThan(1.9);
  });

  it("lies within 0 and 1 around the mean, and has a width", () => {
    const arms = fc.record({
      scores: fc
        .array(fc.nat(4), { minLength: 1, maxLength: 30 })
        .map((quarters) => Float64Array.from(quarters, (q) => q / 4)),
      repeats: fc.constantFrom(1, 4),
      groups: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(arms, ({ scores, repeats, groups }) => {
        const clusters = Array.from(scores, (_, i) => i % groups);
        const [low, high] = armInterval({ scores, repeats, clusters, binary: false })!;
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(mean + 1e-12);
        expect(high).toBeGreaterThanOrEqual(mean - 1e-12);
        expect(high - low).toBeGreaterThan(0);
      }),
    );
  });

  it("is unknown where nothing was answered", () => {
    expect(armInterval({ ...single, scores: new Float64Array(0) })).toBeNull();
  });
});
