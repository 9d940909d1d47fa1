import { describe, expect, it } from "vitest";
import { mcnemarP } from "../../../src/compare/accuracy/mcnemar.ts";

describe("mcnemarP", () => {
  it.each([
    [1, 0, 1],
    [5, 0, 0.0625],
    // Fagerland, Lydersen and Laake (2013), complete response before and after consolidation therapy: 0.052479.
    [16, 6, 0.052478790283203125],
    [6, 16, 0.052478790283203125],
    [40, 22, 0.030015864349067285],
    [210, 420, 4.2718056595278735e-17],
    [700, 720, 0.6141309936116736],
    [7100, 6942, 0.18520025813417268],
  ])("of %i lost and %i gained is that of statsmodels 0.15.0's exact mcnemar", (lost, gained, reference) => {
    expect(Math.abs(mcnemarP({ lost, gained }) / reference - 1)).toBeLessThan(1e-10);
  });

  it("is 1 without a flip, and for as many either way", () => {
    expect(mcnemarP({ lost: 0, gained: 0 })).toBe(1);
    expect(mcnemarP({ lost: 7, gained: 7 })).toBe(1);
  });
});
