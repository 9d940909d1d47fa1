import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandPath, curvePath, heightOf, placeOf } from "../../../../src/report/pi0/page/curve-drawing.ts";
import { PANEL } from "../../../../src/report/pi0/page/curve-scale.ts";
import { ticks, wholeTicks } from "../../../../src/report/pi0/page/curve-ticks.ts";

const frame = { top: 10, bottom: 110, domain: [-1, 1], steps: 5 } as const;
const RIGHT = PANEL.width - PANEL.marginRight;

describe("a curve", () => {
  it("goes from the first step at the left to the last at the right, the greatest number at the top", () => {
    // The quarters of the width between the margins, 44 and 6 of 250.
    expect(curvePath([-1, 0, 1, 0.5, -0.5], frame)).toBe("M44,110L94,60L144,10L194,35L244,85");
  });

  it("has a gap where a number is not finite, and a point where one stands alone", () => {
    const path = curvePath([0, Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], frame);
    expect(path).toBe(`M${PANEL.marginLeft},60ZM${placeOf(2, 5)},10Z`);
    expect(curvePath([Number.NaN], frame)).toBe("");
    expect(curvePath([0], { ...frame, steps: 1 })).toBe(`M${PANEL.marginLeft},60Z`);
  });

  it("stands within its frame, however large its numbers", () => {
    const most = Number.MAX_VALUE;
    const heights = [-most, 0, most].map((value) => heightOf(value, { ...frame, domain: [-most, most] }));
    expect(heights).toEqual([110, 60, 10]);
  });
});

it("a band goes there above and back below, and is parted where it is not known", () => {
  const none = { least: Number.NaN, greatest: Number.NaN };
  const band = [
    { least: -1, greatest: 1 },
    { least: 0, greatest: 0.5 },
    none,
    none,
    { least: -1, greatest: 0 },
  ];
  const [second, left] = [placeOf(1, 5), PANEL.marginLeft];
  expect(bandPath(band, frame)).toBe(
    `M${left},10L${second},35L${second},60L${left},110ZM${RIGHT},60L${RIGHT},110Z`,
  );
});

describe("ticks", () => {
  const labels = (found: readonly { readonly label: string }[]) => found.map(({ label }) => label);

  // The labels are those that Plot's axes had in the same places.
  it.each([
    [[-2.4, 1.4], 4, ["−2", "−1", "0", "1"]],
    [[-0.0097, 0.0097], 3, ["−0.005", "0.000", "0.005"]],
    [[-3.3, 2.6], 4, ["−2", "0", "2"]],
    [[-1, 1], 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]],
  ] as const)("of %j, about %i", (domain, about, shown) => {
    expect(labels(ticks(domain, about))).toEqual(shown);
  });

  it("of very small and very large numbers have labels that fit", () => {
    expect(labels(ticks([-1.08e-9, 1.08e-9], 3))).toEqual(["−1e−9", "0", "1e−9"]);
    expect(labels(ticks([0, 3e9], 3))).toEqual(["0", "1e+9", "2e+9", "3e+9"]);
    expect(ticks([-Number.MAX_VALUE, Number.MAX_VALUE], 3).length).toBeGreaterThan(1);
  });

  it("of steps are whole numbers", () => {
    expect(labels(wholeTicks([0, 49], 5))).toEqual(["0", "10", "20", "30", "40"]);
    expect(labels(wholeTicks([0, 1], 5))).toEqual(["0", "1"]);
  });

  it("stand within the bounds, neither too many nor too few, a round number apart", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1, max: 1e6, noNaN: true }), (low, width) => {
        const high = low + width;
        const values = ticks([low, high], 4).map(({ value }) => value);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(8);
        const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
        for (const value of values) {
          expect(value).toBeGreaterThanOrEqual(low - slack);
          expect(value).toBeLessThanOrEqual(high + slack);
        }
        const [first = 0, second = 0] = values;
        expect(Number((second - first).toPrecision(3)).toExponential()).toMatch(/^[125](?:\.0+)?e/);
      }),
    );
  });
});
