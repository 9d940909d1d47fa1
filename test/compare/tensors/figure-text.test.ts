import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  figureBeside,
  figureText,
  roundedUp,
  shareText,
  toleranceNumber,
} from "../../../src/compare/tensors/figure-text.ts";

describe("figures in sentences", () => {
  it("has six digits, and no zeros behind them", () => {
    expect(figureText(0.123456789)).toBe("0.123457");
    expect(figureText(1.5)).toBe("1.5");
    expect(figureText(Number.POSITIVE_INFINITY)).toBe("Infinity");
  });

  it("beside a limit has as many digits as show on which side it lies", () => {
    expect(figureBeside(0.5, 0.999)).toBe("0.5");
    expect(figureBeside(0.9989999999, 0.999)).toBe("0.9989999999");
    expect(figureBeside(0.999, 0.999)).toBe("0.999");
    expect(figureBeside(0.1 + 0.2, 0.3)).toBe("0.30000000000000004");
    expect(figureBeside(Number.POSITIVE_INFINITY, 5)).toBe("Infinity");
  });

  it.each([
    [3, 4096, "0.073"],
    [1, 1e9, "1e-7"],
    [1, 3, "33.3"],
    [4096, 4096, "100"],
    [0, 4096, "0"],
  ])("%d of %d is %s %%", (part, whole, text) => expect(shareText(part, whole)).toBe(text));

  it.each([
    [0, "0"],
    [1e-5, "1e-5"],
    [1.3e-6, "1.3e-6"],
    [0.016, "0.016"],
    [1e-3, "0.001"],
    [0.4096, "0.4096"],
    [12, "12"],
  ])("the tolerance %d is typed %s", (value, text) => expect(toleranceNumber(value)).toBe(text));
});

describe("a tolerance that is rounded up", () => {
  it.each([
    [0.00310001, "0.00311"],
    [0.0031, "0.0031"],
    [0.9999, "1"],
    [1234, "1240"],
    [1e-8, "1e-8"],
    [0, "0"],
  ])("%d is %s", (value, text) => expect(roundedUp(value)).toBe(text));

  it("is never below the exact one, and no more than one part in a hundred above it", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-30, max: 1e30, noNaN: true }), (value) => {
        const rounded = Number(roundedUp(value));
        expect(rounded).toBeGreaterThanOrEqual(value);
        expect(rounded).toBeLessThanOrEqual(value * 1.0101);
      }),
    );
  });
});
