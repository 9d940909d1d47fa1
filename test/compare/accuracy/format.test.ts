import { describe, expect, it } from "vitest";
import { number, percent, pValue, signed, signedPoints } from "../../../src/compare/accuracy/format.ts";

describe("figures in sentences", () => {
  it("have two decimals at most, and a sign where it matters", () => {
    expect(number(66.666)).toBe("66.67");
    expect(number(5)).toBe("5");
    expect(signed(1.5)).toBe("+1.5");
    expect(signed(-10 / 3)).toBe("−3.33");
    expect(signed(-0.001)).toBe("0");
    expect(signedPoints(0)).toBe("0 points");
    expect(percent(0.01)).toBe("1 %");
  });

  it("give p with two digits, down to where it stops to matter", () => {
    expect(pValue(0.0312)).toBe("p 0.031");
    expect(pValue(0.00012)).toBe("p 0.00012");
    expect(pValue(3e-9)).toBe("p < 0.0001");
    expect(pValue(1)).toBe("p 1");
  });
});
