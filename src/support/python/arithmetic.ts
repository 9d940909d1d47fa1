import { pythonRound } from "./number.ts";

/** A number of Python's: an `int` is a bigint, a `float` a number. */
export type PythonNumber = bigint | number;

/** Thrown where Python raises, gives a complex number, or would need an integer too large to be worth having. */
export class NoNumber extends Error {}

/** Integers beyond this are refused: no answer needs them, and hostile ones would take all memory. */
const MOST_BITS = 40_000;
const LARGEST = 2n ** BigInt(MOST_BITS);
const LARGEST_FACTORIAL = 1000n;
const QUOTIENT_BITS = 70;

export function sum(first: PythonNumber, second: PythonNumber): PythonNumber {
  if (typeof first === "bigint" && typeof second === "bigint") return bounded(first + second);
  return finite(toFloat(first) + toFloat(second));
}

export function product(first: PythonNumber, second: PythonNumber): PythonNumber {
  if (typeof first === "bigint" && typeof second === "bigint") return bounded(first * second);
  return finite(toFloat(first) * toFloat(second));
}

/** Python's `/`: of two integers too it is a float, rounded once. */
export function quotient(dividend: PythonNumber, divisor: PythonNumber): number {
  if (Number(divisor) === 0) throw new NoNumber("division by zero");
  if (typeof dividend === "number" || typeof divisor === "number")
    return finite(toFloat(dividend) / toFloat(divisor));
  const exact = [dividend, divisor].every((value) => Number.isSafeInteger(Number(value)));
  return exact ? Number(dividend) / Number(divisor) : longQuotient(dividend, divisor);
}

/** To more bits than a double has, the last of which says whether a rest was left; so it is rounded once. */
function longQuotient(dividend: bigint, divisor: bigint): number {
  const negative = dividend < 0n !== divisor < 0n;
  const [above, below] = [dividend, divisor].map((value) => (value < 0n ? -value : value)) as [
    bigint,
    bigint,
  ];
  const shift = QUOTIENT_BITS + bitLength(below) - bitLength(above);
  const [scaled, by] = shift > 0 ? [above << BigInt(shift), below] : [above, below << BigInt(-shift)];
  const bits = scaled / by;
  const value = Number(scaled % by === 0n ? bits : bits | 1n);
  // In two steps: a single power of two might overflow where the value does not.
  const half = Math.trunc(shift / 2);
  return finite((negative ? -value : value) * 2 ** -half * 2 ** (half - shift));
}

/** Python's `**`; a negative base with a fractional exponent would be complex. */
export function power(base: PythonNumber, exponent: PythonNumber): PythonNumber {
  if (typeof base === "bigint" && typeof exponent === "bigint" && exponent >= 0n)
    return integerPower(base, exponent);
  const [floatBase, floatExponent] = [toFloat(base), toFloat(exponent)];
  if (floatBase === 0 && floatExponent < 0) throw new NoNumber("zero to a negative power");
  return finite(floatBase ** floatExponent);
}

/** `math.factorial`. */
export function factorial(of: PythonNumber): bigint {
  if (typeof of !== "bigint" || of < 0n || of > LARGEST_FACTORIAL) throw new NoNumber("no factorial");
  let result = 1n;
  for (let factor = 2n; factor <= of; factor += 1n) result *= factor;
  return result;
}

/** A function of Python's `math`: its argument is made a float, and what it does not hold for raises. */
export function mathematical(of: (value: number) => number, argument: PythonNumber): number {
  return finite(of(toFloat(argument)));
}

/** Python's `round(value, digits)`: an integer stays one. */
export function rounded(value: PythonNumber, digits: number): PythonNumber {
  return typeof value === "bigint" ? value : pythonRound(value, digits);
}

/** Python's `==`, exact between integers and floats. */
export function equal(first: PythonNumber, second: PythonNumber): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: only `==` compares a bigint with a number, and it does so exactly
  return first == second;
}

/** Python's `float(value)`. */
export function toFloat(value: PythonNumber): number {
  return finite(Number(value));
}

function integerPower(base: bigint, exponent: bigint): bigint {
  const trivial = base === 0n || base === 1n || base === -1n;
  if (!trivial && BigInt(bitLength(base) - 1) * exponent > MOST_BITS) throw new NoNumber("too large");
  return base ** (trivial ? exponent % 2n || (exponent === 0n ? 0n : 2n) : exponent);
}

function bitLength(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16);
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits.charAt(0), 16)) - 28);
}

function bounded(value: bigint): bigint {
  if (value > LARGEST || value < -LARGEST) throw new NoNumber("too large");
  return value;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new NoNumber("no real number");
  return value;
}
