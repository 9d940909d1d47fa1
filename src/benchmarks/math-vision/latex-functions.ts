import {
  mathematical,
  NoNumber,
  type PythonNumber,
  power,
  product,
  quotient,
  toFloat,
} from "../../support/python/arithmetic.ts";

const LARGEST_BINOMIAL = 1000n;

/** A decimal is a fraction to sympy, and an integer where it can be: `4.0` is 4. */
export function literal(text: string): PythonNumber {
  const plain = text.replaceAll(",", "");
  const [whole = "", fraction = ""] = plain.split(".");
  return /^0*$/.test(fraction) ? BigInt(whole === "" ? "0" : whole) : toFloat(Number(plain));
}

/** Of an integer it is one where that is exact: `300\%` is 3. */
export function hundredth(value: PythonNumber): PythonNumber {
  return typeof value === "bigint" && value % 100n === 0n ? value / 100n : quotient(value, 100n);
}

export function negative(value: PythonNumber): PythonNumber {
  return product(-1n, value);
}

export function raisedTo(value: PythonNumber, exponent: PythonNumber): PythonNumber {
  return exponent === 1n ? value : power(value, exponent);
}

export function equalsTwo(value: PythonNumber): boolean {
  return Number(value) === 2;
}

/** sympy prints Euler's number as `E`, which Python does not know. */
export function exponential(exponent: PythonNumber): PythonNumber {
  if (exponent === 1n) throw new NoNumber("E");
  return exponent === 0n ? 1n : mathematical(Math.exp, exponent);
}

export function floor(value: PythonNumber): PythonNumber {
  return BigInt(Math.floor(toFloat(value)));
}

export function binomial(total: PythonNumber, taken: PythonNumber): PythonNumber {
  if (typeof total !== "bigint" || typeof taken !== "bigint") throw new NoNumber("no integers");
  if (total < 0n || total > LARGEST_BINOMIAL || taken > LARGEST_BINOMIAL) throw new NoNumber("too large");
  if (taken < 0n || taken > total) return 0n;
  let ways = 1n;
  for (let step = 1n; step <= taken; step += 1n) ways = (ways * (total - taken + step)) / step;
  return ways;
}
