import { expect, test } from "vitest";
import {
  equal,
  factorial,
  NoNumber,
  type PythonNumber,
  power,
  product,
  quotient,
  rounded,
  sum,
} from "../../../src/support/python/arithmetic.ts";

/** Each value is what Python 3.11 prints for the expression in the title. */
test.each<[string, PythonNumber, PythonNumber]>([
  ["7 / 2", quotient(7n, 2n), 3.5],
  ["6 / 3", quotient(6n, 3n), 2],
  ["10**400 / 10**399", quotient(10n ** 400n, 10n ** 399n), 10],
  ["-(10**30) / 7", quotient(-(10n ** 30n), 7n), -1.4285714285714285e29],
  ["1 / 10**310", quotient(1n, 10n ** 310n), 1e-310],
  ["2**10", power(2n, 10n), 1024n],
  ["2**-1", power(2n, -1n), 0.5],
  ["(-2)**3", power(-2n, 3n), -8n],
  ["0**0", power(0n, 0n), 1n],
  ["(-1)**10**20", power(-1n, 10n ** 20n), 1n],
  ["(-1)**(10**20 + 1)", power(-1n, 10n ** 20n + 1n), -1n],
  ["16**0.25", power(16n, 0.25), 2],
  ["1 + 0.5", sum(1n, 0.5), 1.5],
  ["3 * 4", product(3n, 4n), 12n],
  ["factorial(20)", factorial(20n), 2432902008176640000n],
  ["round(2.675, 2)", rounded(2.675, 2), 2.67],
  ["round(10**30, 2)", rounded(10n ** 30n, 2), 10n ** 30n],
])("%s", (_, found, value) => {
  expect(found).toBe(value);
});

test("integers and floats are compared exactly", () => {
  expect(equal(4n, 4)).toBe(true);
  expect(equal(2n ** 53n + 1n, 2 ** 53)).toBe(false);
});

/** Python raises, gives a complex number, or would need an integer too large to be worth having. */
test.each<[string, () => PythonNumber]>([
  ["1 / 0", () => quotient(1n, 0n)],
  ["0**-1", () => power(0n, -1n)],
  ["(-8)**(1/3)", () => power(-8n, 1 / 3)],
  ["10**10**10", () => power(10n, 10n ** 10n)],
  ["1e300 * 1e300", () => product(1e300, 1e300)],
  ["factorial(2.5)", () => factorial(2.5)],
  ["factorial(10**9)", () => factorial(10n ** 9n)],
  ["10**400 + 0.5", () => sum(10n ** 400n, 0.5)],
])("%s has no value", (_, compute) => {
  expect(compute).toThrow(NoNumber);
});
