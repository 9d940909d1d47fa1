import { describe, expect, test } from "vitest";
import { HISTORY_SCHEMA, type HistoryRecord } from "../../src/contracts/history.ts";
import { changedConditions, flatConditions } from "../../src/history/conditions.ts";
import { median, medianAbsoluteDeviation } from "../../src/history/robust.ts";
import { trendsOf } from "../../src/history/trend.ts";
import { nightly } from "./sample-records.ts";

const OPTIONS = { last: 60, seed: 42, wants: () => true };

function onlyMetric(runs: readonly HistoryRecord[]) {
  const [series, ...others] = trendsOf({ runs, blessings: [] }, OPTIONS);
  const [metric] = series?.metrics ?? [];
  if (series === undefined || metric === undefined || others.length > 0) throw new Error("not one series");
  return metric;
}

describe("a trend", () => {
  const small = [0.17, 0.171, 0.172, 0.169, 0.17, 0.171, 0.172, 0.17];
  const large = small.map((value) => value + 0.3);

  test("names where a figure changed, by how much, how many floors, and what changed with it", () => {
    const before = { "candidate torch": "2.10", "candidate driver": "570", policy: "floor" };
    const after = { "candidate torch": "2.11", "candidate driver": "570", "candidate triton": "3.6" };
    const runs = [...small, ...large].map((value, night) =>
      nightly(night, value, { conditions: night < 8 ? before : after }),
    );
    const { changePoints } = onlyMetric(runs);
    expect(changePoints).toHaveLength(1);
    expect(changePoints[0]).toMatchObject({
      index: 8,
      at: "2026-11-09T02:00:00.000Z",
      before: "pi0-night-7",
      after: "pi0-night-8",
      medianBefore: 0.1705,
      changed: [
        { name: "candidate torch", before: "2.10", after: "2.11" },
        { name: "candidate triton", before: null, after: "3.6" },
        { name: "policy", before: "floor", after: null },
      ],
    });
    expect(changePoints[0]?.shift).toBeCloseTo(0.3, 10);
    expect(changePoints[0]?.shiftFloors).toBeCloseTo(2, 10);
  });

  test("has a gap, with its reason, for runs without the figure, and looks past it for changes", () => {
    const runs = [...small, ...large].map((value, night) => nightly(night, value));
    runs[3] = nightly(3, null);
    runs[4] = nightly(4, 99, { status: "interrupted" });
    runs[8] = nightly(8, 99, { status: "failed", metrics: [] });
    runs[9] = nightly(9, 0.5, { metric: { value: "NaN" } });
    const { values, changePoints, last, median: middle } = onlyMetric(runs);
    expect(values.filter(({ value }) => value === null).map(({ reason }) => reason)).toEqual([
      "WAPE is undefined: both arms are all zeros",
      "the run was interrupted",
      "the run was a failed one",
      "it is NaN",
    ]);
    expect(changePoints.map(({ index, before, after }) => [index, before, after])).toEqual([
      [10, "pi0-night-7", "pi0-night-10"],
    ]);
    expect(last).toBe(large[7]);
    expect(middle).toBeLessThan(1);
  });

  test("of a single run, or of nothing but gaps, is there too", () => {
    expect(onlyMetric([nightly(1, 0.2)])).toMatchObject({
      last: 0.2,
      median: 0.2,
      spread: 0,
      changePoints: [],
    });
    expect(onlyMetric([nightly(1, null), nightly(2, null)])).toMatchObject({
      last: null,
      median: null,
      spread: null,
      changePoints: [],
    });
  });

  test("is of the latest runs alone, and says of how many", () => {
    const runs = Array.from({ length: 30 }, (_, night) => nightly(night, 0.1));
    const [series] = trendsOf({ runs, blessings: [] }, { ...OPTIONS, last: 10 });
    expect(series).toMatchObject({ runs: 30, shown: 10, first: { runId: "pi0-night-20" } });
    expect(series?.metrics[0]?.values).toHaveLength(10);
  });

  test("names the latest blessed run of the series, though it is too old to be shown", () => {
    const runs = [...Array(5).keys()].map((night) => nightly(night, 0.1));
    const bless = (runId: string, note: string | null) =>
      ({ schema: HISTORY_SCHEMA, type: "bless", runId, at: "2026-11-20T00:00:00.000Z", note }) as const;
    const blessings = [bless("pi0-night-3", null), bless("pi0-night-0", "release"), bless("gone", null)];
    const [series] = trendsOf({ runs, blessings }, { ...OPTIONS, last: 2 });
    expect(series?.blessed).toMatchObject({ runId: "pi0-night-0", note: "release" });
  });

  test("keeps series apart by kind, suite and stacks", () => {
    const runs = [
      nightly(1, 0.1),
      nightly(2, 0.1, { suite: "other" }),
      nightly(3, 0.1, { candidate: { stack: "flagos-2", label: "FlagOS" } }),
      nightly(4, 0.1),
    ];
    const series = trendsOf({ runs, blessings: [] }, OPTIONS);
    expect(series.map(({ suite, candidate, runs: count }) => [suite, candidate, count])).toEqual([
      ["pi0", "flagos", 2],
      ["other", "flagos", 1],
      ["pi0", "flagos-2", 1],
    ]);
  });
});

test("medians and deviations are those of statistics books", () => {
  expect([median([]), median([3]), median([4, 1, 3]), median([4, 1, 3, 2])]).toEqual([null, 3, 3, 2.5]);
  // scipy 1.17.1: scipy.stats.median_abs_deviation([1, 1, 2, 2, 4, 6, 9]) = 1
  expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  expect(medianAbsoluteDeviation([])).toBeNull();
});

test("conditions are compared by name, and long ones are cut", () => {
  const conditions = flatConditions(
    { baseline: { torch: "2.10" }, candidate: { torch: "2.11", log: "y".repeat(500) } },
    { policy: "floor" },
  );
  expect(Object.keys(conditions)).toEqual(["baseline torch", "candidate log", "candidate torch", "policy"]);
  expect(conditions["candidate log"]).toMatch(/^y{160}… \(500 characters\)$/);
  expect(changedConditions(conditions, conditions)).toEqual([]);
});
