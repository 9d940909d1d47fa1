import fc from "fast-check";
import { expect, it } from "vitest";
import { fairShares } from "../../../../src/run/evidence/bench/fair-shares.ts";

it("a benchmark with few leaves its room to the others", () => {
  const counts = new Map([
    ["many", 1000],
    ["few", 10],
    ["some", 200],
  ]);
  expect(Object.fromEntries(fairShares(counts, 300))).toEqual({ few: 10, some: 145, many: 145 });
  expect(Object.fromEntries(fairShares(counts, 5000))).toEqual({ few: 10, some: 200, many: 1000 });
});

it("no more are taken than there are, nor than may be", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 12 }), fc.nat(2000), (numbers, most) => {
      const shares = fairShares(new Map(numbers.entries()), most);
      let all = 0;
      for (const [i, share] of shares) {
        expect(share).toBeLessThanOrEqual(numbers[i] ?? 0);
        all += share;
      }
      expect(all).toBeLessThanOrEqual(most);
      if (numbers.reduce((sum, count) => sum + count, 0) <= most)
        expect(all).toBe(numbers.reduce((sum, count) => sum + count, 0));
    }),
  );
});
