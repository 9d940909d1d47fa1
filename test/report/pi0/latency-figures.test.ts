import { describe, expect, it } from "vitest";
import { latencyFigures, type Times } from "../../../src/report/pi0/latency-figures.ts";

/** Each figure another one, so that none can stand in another's place. */
const TIMES: Times = {
  calls: 10,
  meanMilliseconds: 2,
  meanIntervalMilliseconds: [1.5, 2.5],
  standardDeviationMilliseconds: 0.25,
  medianMilliseconds: 3,
  p90Milliseconds: 4,
  p99Milliseconds: 5,
  minMilliseconds: 1,
  maxMilliseconds: 6,
  source: "a stopwatch",
};

describe("latencyFigures", () => {
  it("has each figure in the place that the tables' headings give it", () => {
    const [mean, interval, ...others] = latencyFigures(TIMES);
    expect([mean, ...(interval ?? "").split(" to "), ...others].map(Number)).toEqual([
      2, 1.5, 2.5, 0.25, 3, 4, 5, 1, 6, 10,
    ]);
  });

  it("says where one call has neither interval nor deviation", () => {
    const single = { ...TIMES, meanIntervalMilliseconds: null, standardDeviationMilliseconds: null };
    expect(latencyFigures(single).slice(1, 3)).toEqual(["n/a", "n/a"]);
  });
});
