import { describe, expect, it } from "vitest";
import { printFixed, printLimit, printNumber, withUnit } from "../../src/report/numbers.ts";

describe("printNumber", () => {
  it.each([
    [0, "0"],
    [19200, "19200"],
    [0.8899479822, "0.889948"],
    [1863.53309, "1863.53"],
    [1162093.56, "1162094"],
    [0.0000015061, "1.50610e-6"],
    [-0.0030680209, "-0.00306802"],
    [0.9999984939451764, "0.99999849"],
    [0.99951, "0.999510"],
    [1e12 + 0.5, "1.00000e+12"],
    [2 ** 60, "1.15292e+18"],
    ["Infinity", "Infinity"],
    [[1, 11, 20], "[1, 11, 20]"],
    [null, "n/a"],
    [undefined, "n/a"],
  ])("%j is %s", (value, expected) => {
    expect(printNumber(value)).toBe(expected);
  });
});

it("units stand behind numbers, not behind absent ones", () => {
  expect(withUnit("5", "%")).toBe("5 %");
  expect(withUnit("n/a", "%")).toBe("n/a");
  expect(withUnit("5", "")).toBe("5");
});

it("decimals and limits as people type them", () => {
  expect(printFixed(0.889948, 4)).toBe("0.8899");
  expect(printFixed("NaN", 4)).toBe("NaN");
  expect(printLimit(1.5)).toBe("1.5");
  expect(printLimit(0.22361134)).toBe("0.2236");
});
