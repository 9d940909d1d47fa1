import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandPath, curvePath } from "../../../../src/report/pi0/page/curve-drawing.ts";
import {
  actionDomain,
  errorDomain,
  heightScale,
  PANEL,
  stepScale,
} from "../../../../src/report/pi0/page/curve-scale.ts";
import { ticks, wholeTicks } from "../../../../src/report/pi0/page/curve-ticks.ts";

const inside = { top: 10, bottom: 110 };
const frame = { x: stepScale(5), y: heightScale([-1, 1], inside) };
const MOST = Number.MAX_VALUE;
const RIGHT = PANEL.width - PANEL.marginRight;

describe("a curve", () => {
  it("goes from the first step at the left to the last at the right, the greatest number at the top", () => {
    // The quarters of the width between the margins, 44 and 6 of 250.
    expect(curvePath([-1, 0, 1, 0.5, -0.5], frame)).toBe("M44,110L94,60L144,10L194,35L244,85");
  });

  it("has a gap where a number is not finite, and a point where one stands alone", () => {
    const path = curvePath([0, Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], frame);
    expect(path).toBe(`M${PANEL.marginLeft},60ZM${frame.x(2)},10Z`);
    expect(curvePath([Number.NaN], frame)).toBe("");
    expect(curvePath([0], { ...frame, x: stepScale(1) })).toBe(`M${PANEL.marginLeft},60Z`);
  });

  it("is rounded to a hundredth of a pixel", () => {
    expect(curvePath([0, 1 / 3], { ...frame, x: stepScale(4) })).toBe("M44,60L110.67,43.33");
  });

  it("stands at the edge of its frame where a number is outside of it", () => {
    expect(curvePath([-MOST, 0, MOST], frame)).toBe("M44,110L94,60L144,10");
  });
});

describe("a domain", () => {
  it.each([
    [[-MOST, MOST]],
    [[MOST, MOST]],
    [[-MOST, 0]],
    [[0, Number.MIN_VALUE]],
    [[1, 1 + Number.EPSILON]],
    [[1e300, 1e300]],
  ] as const)("of actions in %j can be drawn", (range) => {
    canBeDrawn(actionDomain(range), range);
  });

  it.each([MOST, MOST / 4, 1, 1e-290, 1e-300, Number.MIN_VALUE, 0])(
    "of differences up to %d can be drawn",
    (most) => {
      canBeDrawn(errorDomain(most), [-most, most]);
    },
  );

  function canBeDrawn(domain: readonly [number, number], values: readonly number[]): void {
    const y = heightScale(domain, inside);
    expect(ticks(y, 3).length).toBeLessThanOrEqual(6);
    for (const { label } of ticks(y, 3)) expect(label).toMatch(/^−?\d(?:\.\d)?(?:\d*|e[+−]\d+)$/);
    for (const value of [...values, ...ticks(y, 3).map((tick) => tick.value)]) {
      expect(y(value)).toBeGreaterThanOrEqual(10);
      expect(y(value)).toBeLessThanOrEqual(110);
    }
    expect(curvePath(values, { ...frame, y })).toMatch(/^M44,[\d.]+L94,[\d.]+$/);
  }
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
  const [second, left] = [frame.x(1), PANEL.marginLeft];
  expect(bandPath(band, frame)).toBe(
    `M${left},10L${second},35L${second},60L${left},110ZM${RIGHT},60L${RIGHT},110Z`,
  );
});

describe("ticks", () => {
  const ticksOf = (domain: readonly [number, number], about: number) =>
    ticks(heightScale(domain, inside), about);
  const labels = (found: readonly { readonly label: string }[]) => found.map(({ label }) => label);

  // The labels are those that Plot's axes had in the same places.
  it.each([
    [[-2.4, 1.4], 4, ["−2", "−1", "0", "1"]],
    [[-0.0097, 0.0097], 3, ["−0.005", "0.000", "0.005"]],
    [[-3.3, 2.6], 4, ["−2", "0", "2"]],
    [[-1, 1], 4, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]],
  ] as const)("of %j, about %i", (domain, about, shown) => {
    expect(labels(ticksOf(domain, about))).toEqual(shown);
  });

  it("of very small and very large numbers have labels that fit", () => {
    expect(labels(ticksOf([-1.08e-9, 1.08e-9], 3))).toEqual(["−1e−9", "0", "1e−9"]);
    expect(labels(ticksOf([0, 3e9], 3))).toEqual(["0", "1e+9", "2e+9", "3e+9"]);
    expect(labels(ticksOf(errorDomain(MOST), 3))).toEqual(["−4e+307", "−2e+307", "0", "2e+307", "4e+307"]);
    expect(labels(ticksOf([-2e5, 1e5], 3))).toEqual(["−2e+5", "−1e+5", "0", "1e+5"]);
  });

  it("of differences are never zero alone", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (most) => {
        expect(ticksOf(errorDomain(most), 3).length).toBeGreaterThanOrEqual(3);
        expect(ticksOf(errorDomain(most), 3).length).toBeLessThanOrEqual(5);
      }),
    );
    expect(labels(ticksOf(errorDomain(4.5), 3))).toEqual(["−4", "−2", "0", "2", "4"]);
  });

  it("of steps are whole numbers", () => {
    expect(labels(wholeTicks(stepScale(50), 5))).toEqual(["0", "10", "20", "30", "40"]);
    expect(labels(wholeTicks(stepScale(2), 5))).toEqual(["0", "1"]);
  });

  it("stand within the bounds, neither too many nor too few, a round number apart", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1, max: 1e6, noNaN: true }), (low, width) => {
        const high = low + width;
        const values = ticksOf([low, high], 4).map(({ value }) => value);
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
