import fc from "fast-check";
import { expect, it } from "vitest";
import { signFlipTest } from "../../src/compare/sign-flip-test.ts";

/** Every flip's sum from all pairs, and how many are not below the unflipped one. */
function plainHits(cosines: readonly number[], observations: number): number {
  let hits = 0;
  const sumOf = (flip: number) => {
    const sign = (row: number) => (row > 0 && (flip >> (row - 1)) & 1 ? -1 : 1);
    let sum = 0;
    let at = 0;
    for (let row = 0; row < observations; row += 1) {
      for (let column = row + 1; column < observations; column += 1) {
        sum += (cosines[at] ?? 0) * sign(row) * sign(column);
        at += 1;
      }
    }
    return sum;
  };
  const unflipped = sumOf(0);
  const slack = 1e-12 * cosines.reduce((sum, cosine) => sum + Math.abs(cosine), 0);
  for (let flip = 0; flip < 2 ** (observations - 1); flip += 1)
    if (sumOf(flip) >= unflipped - slack) hits += 1;
  return hits;
}

const pairsOf = (observations: number) => (observations * (observations - 1)) / 2;

it("counts the flips that a plain enumeration counts", () => {
  const sizes = fc.integer({ min: 2, max: 12 });
  // Multiples of a quarter make ties; the others make none.
  const cosine = fc.oneof(
    fc.integer({ min: -4, max: 4 }).map((quarter) => quarter / 4),
    fc.double({ min: -1, max: 1, noNaN: true }),
  );
  const cases = sizes.chain((observations) =>
    fc.tuple(
      fc.constant(observations),
      fc.array(cosine, { minLength: pairsOf(observations), maxLength: pairsOf(observations) }),
    ),
  );
  fc.assert(
    fc.property(cases, ([observations, cosines]) => {
      const found = signFlipTest(
        { cosines: Float64Array.from(cosines), observations, zeroErrorObservations: 0 },
        1,
      );
      expect(found).toMatchObject({
        flipsAtLeastAsLarge: plainHits(cosines, observations),
        flips: 2 ** (observations - 1),
      });
    }),
    { numRuns: 60 },
  );
});

it("counts them for the largest exact test too", () => {
  const observations = 16;
  const cosines = Array.from({ length: pairsOf(observations) }, (_, at) => Math.sin(at * 1.7) / 4);
  const found = signFlipTest(
    { cosines: Float64Array.from(cosines), observations, zeroErrorObservations: 0 },
    1,
  );
  expect(found).toMatchObject({ flipsAtLeastAsLarge: plainHits(cosines, observations), flips: 32768 });
});
