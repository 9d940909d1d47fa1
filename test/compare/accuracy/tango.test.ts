import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialProbabilities } from "../../../src/compare/accuracy/distributions/binomial.ts";
import {
  type DiscordantPairs,
  tangoEquivalenceP,
  tangoInterval,
} from "../../../src/compare/accuracy/tango.ts";

const tables = fc
  .tuple(fc.nat(400), fc.nat(60), fc.nat(60))
  .filter(([same, lost, gained]) => same + lost + gained > 0)
  .map(([same, lost, gained]): DiscordantPairs => ({ n: same + lost + gained, lost, gained }));

describe("tangoInterval, published examples", () => {
  it.each([
    // Tango (1998), disinfection of contact lenses, 90 %; as quoted by the tests of the R package ratesci.
    [{ n: 44, lost: 1, gained: 0 }, 0.9, [-0.096, 0.037]],
    // Altman's example of Tango (1998).
    [{ n: 32, lost: 3, gained: 9 }, 0.95, [-0.027, 0.39]],
    // Agresti and Min (2005).
    [{ n: 86, lost: 8, gained: 16 }, 0.95, [-0.02, 0.207]],
    // Fagerland, Lydersen and Laake (2014), airway hyper-responsiveness (Bentur 2009).
    [{ n: 21, lost: 7, gained: 1 }, 0.95, [-0.517, -0.026]],
    // The same, complete response (Cavo 2012); this and the next from the tests of the R package contingencytables.
    [{ n: 161, lost: 16, gained: 6 }, 0.95, [-0.124, -0.0054]],
    [{ n: 3, lost: 0, gained: 3 }, 0.95, [-0.123, 1]],
  ] as const)("%j at %f", (pairs, confidence, [low, high]) => {
    const found = tangoInterval(pairs, confidence);
    expect(found[0]).toBeCloseTo(low, 3);
    expect(found[1]).toBeCloseTo(high, 3);
  });

  it("without a discordant pair is ±z²/(n + z²), which is what the statistic comes to", () => {
    const [low, high] = tangoInterval({ n: 30, lost: 0, gained: 0 }, 0.9);
    const square = 1.6448536269514722 ** 2;
    expect(high).toBeCloseTo(square / (30 + square), 12);
    expect(low).toBe(-high);
  });
});

describe("tangoInterval", () => {
  it("holds the observed difference, has a width, and lies within ±1", () => {
    fc.assert(
      fc.property(tables, ({ n, lost, gained }) => {
        const [low, high] = tangoInterval({ n, lost, gained }, 0.95);
        const delta = (gained - lost) / n;
        return low <= delta && delta <= high && high - low > 0 && low >= -1 && high <= 1;
      }),
    );
  });

  it("changes its sign, and nothing else, with the arms", () => {
    fc.assert(
      fc.property(tables, ({ n, lost, gained }) => {
        const [low, high] = tangoInterval({ n, lost, gained }, 0.9);
        expect(tangoInterval({ n, lost: gained, gained: lost }, 0.9)).toEqual([-high, -low]);
      }),
    );
  });

  it("covers the true difference in 94 % of runs or more, whatever the flips: exact, over all outcomes", () => {
    for (const n of [30, 50, 198, 500])
      for (const [flipRate, delta] of [
        [0.05, 0],
        [0.1, 0],
        [0.2, 0],
        [0.1, -0.05],
        [0.4, -0.05],
      ] as const)
        expect(coverage(n, flipRate, delta), `${n} ${flipRate} ${delta}`).toBeGreaterThan(0.94);
  });
});

describe("tangoEquivalenceP", () => {
  it("is at most 5 % exactly where the 90 % interval lies within the margin", () => {
    fc.assert(
      fc.property(tables, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (pairs, margin) => {
        const [low, high] = tangoInterval(pairs, 0.9);
        expect(tangoEquivalenceP(pairs, margin) <= 0.05).toBe(-margin <= low && high <= margin);
      }),
      { numRuns: 500 },
    );
  });

  it("agrees with the interval to the last digits: just inside the margin, and just outside", () => {
    fc.assert(
      fc.property(tables, (pairs) => {
        const widest = Math.max(...tangoInterval(pairs, 0.9).map(Math.abs));
        fc.pre(widest < 0.99);
        expect(tangoEquivalenceP(pairs, widest * (1 + 1e-9))).toBeLessThanOrEqual(0.05);
        expect(tangoEquivalenceP(pairs, widest * (1 - 1e-9))).toBeGreaterThan(0.05);
      }),
    );
  });

  it("shows equivalence of stacks that differ by the margin in at most 5.1 % of runs: exact", () => {
    for (const [n, flipRate] of [
      [198, 0.0501],
      [198, 0.1],
      [500, 0.1],
      [500, 0.2],
      [900, 0.1],
    ] as const)
      expect(shownEquivalent(n, flipRate, -0.05), `${n} ${flipRate}`).toBeLessThan(0.051);
  });
});

function coverage(n: number, flipRate: number, delta: number): number {
  return sumOver({ n, flipRate, delta }, (pairs) => {
    const [low, high] = tangoInterval(pairs, 0.95);
    return low <= delta && delta <= high;
  });
}

function shownEquivalent(n: number, flipRate: number, delta: number): number {
  return sumOver({ n, flipRate, delta }, (pairs) => tangoEquivalenceP(pairs, 0.05) <= 0.05);
}

/** The probability of the outcomes for which `holds`, but for those that add up to less than 0.0001. */
function sumOver(
  { n, flipRate, delta }: { n: number; flipRate: number; delta: number },
  holds: (pairs: DiscordantPairs) => boolean,
): number {
  let sum = 0;
  for (const [discordant, likelihood] of binomialProbabilities(n, flipRate).entries()) {
    if (likelihood < 1e-7) continue;
    const losses = binomialProbabilities(discordant, (flipRate - delta) / (2 * flipRate));
    for (const [lost, split] of losses.entries()) {
      if (likelihood * split < 1e-9) continue;
      if (holds({ n, lost, gained: discordant - lost })) sum += likelihood * split;
    }
  }
  return sum;
}
