import { expect, test } from "vitest";
import { pythonFloatText, pythonInteger } from "../../../src/support/python/integer.ts";

/** Printed by Python 3.11: `str(value)`. */
test.each([
  [5, "5.0"],
  [-0, "-0.0"],
  [0.1, "0.1"],
  [1e16, "1e+16"],
  [123456789012345680, "1.2345678901234568e+17"],
  [9999999999999998, "9999999999999998.0"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [1e22, "1e+22"],
  [5e-324, "5e-324"],
  [-2.5, "-2.5"],
  [1200, "1200.0"],
  [Number.POSITIVE_INFINITY, "inf"],
  [Number.NEGATIVE_INFINITY, "-inf"],
  [Number.NaN, "nan"],
])("%d is written %s", (value, text) => {
  expect(pythonFloatText(value)).toBe(text);
});

/** What Python 3.11's `int(text)` gives; `null` where it raises a ValueError. */
test.each([
  ["42", 42n],
  [" -7\n", -7n],
  ["+3", 3n],
  ["1_000", 1000n],
  ["007", 7n],
  ["1__0", null],
  ["_1", null],
  ["1.0", null],
  ["", null],
  ["0x10", null],
  ["- 1", null],
  ["9".repeat(4301), null],
])("%s is read as %s", (text, value) => {
  expect(pythonInteger(text)).toBe(value);
});
