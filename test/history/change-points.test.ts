import { describe, expect, test } from "vitest";
import { CHANGE_POINT_LEVEL, changePoints, SMALLEST_SEGMENT } from "../../src/history/change-points.ts";
import { greatestSplit } from "../../src/history/energy.ts";
import { randomSource } from "../../src/support/random.ts";

/** Standard normal numbers (Box and Muller). */
function normals(seed: string): () => number {
  const random = randomSource(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function shareWithChange(
  trials: number,
  seriesOf: (trial: number) => number[],
  isRight: (indices: number[]) => boolean,
): number {
  let right = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    if (isRight(changePoints(seriesOf(trial), trial).map(({ index }) => index))) right += 1;
  }
  return right / trials;
}

describe("change points", () => {
  test.each([
    ["normal numbers", 24, (draw: () => number) => draw()],
    ["normal numbers of few nights", 12, (draw: () => number) => draw()],
    ["heavy tails", 24, (draw: () => number) => draw() / Math.abs(draw())],
    ["few distinct values", 24, (draw: () => number) => Math.round(draw())],
  ])("are claimed at the nominal level where nothing changes: %s", (_what, nights, value) => {
    const draw = normals(`level ${_what}`);
    const trials = 500;
    const alarms = shareWithChange(
      trials,
      () => Array.from({ length: nights }, () => value(draw)),
      (found) => found.length > 0,
    );
    // Three standard errors of a share of 1 % above it.
    const bound =
      CHANGE_POINT_LEVEL + 3 * Math.sqrt((CHANGE_POINT_LEVEL * (1 - CHANGE_POINT_LEVEL)) / trials);
    expect(alarms).toBeLessThanOrEqual(bound);
  });

  test.each([
    ["a step of 3 deviations after 10 of 20 nights", 20, 10, 20, 3, 0.9],
    ["one of 4 in the last 3 of 20 nights", 20, 17, 20, 4, 0.7],
    ["one of 3 that was taken back after 6 nights", 24, 12, 18, 3, 0.8],
    ["one of 2.5 in the last 8 of 40 nights", 40, 32, 40, 2.5, 0.8],
  ])("are found, within one night: %s", (what, nights, from, to, size, power) => {
    const draw = normals(`power ${what}`);
    const found = shareWithChange(
      40,
      () => Array.from({ length: nights }, (_, i) => draw() + (i >= from && i < to ? size : 0)),
      (indices) => indices.some((index) => Math.abs(index - from) <= 1),
    );
    expect(found).toBeGreaterThanOrEqual(power);
  });

  test("are found at both ends of a disturbance, and where a figure never varied", () => {
    const disturbed = [...Array(12).fill(1), ...Array(8).fill(2), ...Array(12).fill(1)];
    expect(changePoints(disturbed, 1).map(({ index }) => index)).toEqual([12, 20]);
    const step = [...Array(10).fill(0.8899), ...Array(3).fill(0.88991)];
    const [change] = changePoints(step, 1);
    expect(change?.index).toBe(10);
    expect(change?.p).toBeLessThanOrEqual(CHANGE_POINT_LEVEL);
  });

  test("have the p of all orders of their values", () => {
    // Of the C(13, 3) = 286 places that three equal values can have among ten others, the two ends are the extremes.
    const exact = 2 / 286;
    const [change] = changePoints([...Array(10).fill(1), ...Array(3).fill(2)], 3);
    const deviation = Math.sqrt((exact * (1 - exact)) / 999);
    expect(Math.abs((change?.p ?? 1) - exact)).toBeLessThanOrEqual(4 * deviation);
  });

  test.each([
    ["nothing", []],
    ["one value", [1]],
    ["equal values", Array(50).fill(3)],
    ["one odd night", [...Array(20).fill(1), 9, ...Array(20).fill(1)]],
    ["two odd nights at the end", [...Array(20).fill(1), 9, 9]],
    ["too few values on either side", [1, 1, 9, 9]],
  ])("are none in %s", (_what, values) => expect(changePoints(values, 1)).toEqual([]));

  test("are the same for the same seed, whatever the unit", () => {
    const draw = normals("unit");
    const values = Array.from({ length: 40 }, (_, i) => draw() + (i > 25 ? 2 : 0));
    const found = changePoints(values, 7);
    expect(found.length).toBeGreaterThan(0);
    expect(changePoints(values, 7)).toEqual(found);
    expect(
      changePoints(
        values.map((value) => 1e-6 * value),
        7,
      ),
    ).toEqual(found);
  });
});

test("a split leaves no piece shorter than it may be", () => {
  const draw = normals("pieces");
  for (let trial = 0; trial < 50; trial += 1) {
    const best = greatestSplit(Array.from({ length: 15 }, draw), SMALLEST_SEGMENT);
    expect(best?.split).toBeGreaterThanOrEqual(SMALLEST_SEGMENT);
    expect((best?.end ?? 0) - (best?.split ?? 0)).toBeGreaterThanOrEqual(SMALLEST_SEGMENT);
    expect(best?.end).toBeLessThanOrEqual(15);
    expect(best?.statistic).toBeGreaterThan(0);
  }
});
