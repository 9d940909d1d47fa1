import { describe, expect, it } from "vitest";
import { latencyRatio, latencyStatistics } from "../../src/compare/latency-statistics.ts";

describe("latencyStatistics", () => {
  it("gives numpy's mean, quantiles and standard deviation (ddof=1)", () => {
    // numpy on [1, 2, 3, 4, 10]: mean 4, std 3.5355, quantiles 3, 7.6, 9.76.
    expect(latencyStatistics([10, 1, 3, 2, 4], 42)).toMatchObject({
      calls: 5,
      meanMilliseconds: 4,
      medianMilliseconds: 3,
      p90Milliseconds: expect.closeTo(7.6, 10),
      p99Milliseconds: expect.closeTo(9.76, 10),
      minMilliseconds: 1,
      maxMilliseconds: 10,
      standardDeviationMilliseconds: expect.closeTo(Math.sqrt(12.5), 10),
    });
  });

  it("has no interval and no spread for one call", () => {
    expect(latencyStatistics([5], 42)).toMatchObject({
      meanIntervalMilliseconds: null,
      standardDeviationMilliseconds: null,
    });
  });

  it("has the same interval for the same seed, around the mean", () => {
    const times = Array.from({ length: 30 }, (_, i) => 100 + (i % 7));
    const { meanIntervalMilliseconds, meanMilliseconds } = latencyStatistics(times, 7);
    expect(latencyStatistics(times, 7).meanIntervalMilliseconds).toEqual(meanIntervalMilliseconds);
    expect(meanIntervalMilliseconds?.[0]).toBeLessThan(meanMilliseconds);
    expect(meanIntervalMilliseconds?.[1]).toBeGreaterThan(meanMilliseconds);
  });
});

it("latencyRatio is the ratio of the means, inside of its interval", () => {
  const baseline = [10, 11, 9, 10, 10];
  const { ratio, interval } = latencyRatio(
    baseline,
    baseline.map((time) => 3 * time),
    42,
  );
  expect(ratio).toBeCloseTo(3, 12);
  expect(interval[0]).toBeLessThan(3);
  expect(interval[1]).toBeGreaterThan(3);
});
