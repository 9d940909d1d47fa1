import fc from "fast-check";
import { expect, it } from "vitest";
import { adjustedForNumber } from "../../../src/compare/tensors/adjusted-p.ts";

it("gives what scipy gives", () => {
  // scipy 1.17: stats.false_discovery_control([0.01, 0.04, 0.03, 0.005, 0.55, 0.03])
  const adjusted = adjustedForNumber([0.01, 0.04, 0.03, 0.005, 0.55, 0.03]);
  const expected = [0.03, 0.048, 0.045, 0.03, 0.55, 0.045];
  for (const [at, p] of expected.entries()) expect(adjusted[at]).toBeCloseTo(p, 12);
});

it("leaves one alone, and none", () => {
  expect(adjustedForNumber([0.0005])).toEqual([0.0005]);
  expect(adjustedForNumber([])).toEqual([]);
});

it("keeps a fault that reaches all tensors, and doubts the one of a hundred", () => {
  expect(Math.max(...adjustedForNumber(new Array(100).fill(0.0005)))).toBe(0.0005);
  const [first] = adjustedForNumber([0.005, ...new Array(99).fill(0.5)]);
  expect(first).toBeGreaterThan(0.4);
});

it("never lowers a p, never exceeds 1, and keeps their order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (values) => {
      const adjusted = adjustedForNumber(values);
      for (const [at, p] of values.entries()) {
        expect(adjusted[at]).toBeGreaterThanOrEqual(p);
        expect(adjusted[at]).toBeLessThanOrEqual(1);
        for (const [other, q] of values.entries())
          if (p < q) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[other] ?? 0);
      }
    }),
  );
});
