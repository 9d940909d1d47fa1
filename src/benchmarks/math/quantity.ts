/** A fraction, not reduced; its denominator is positive. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** A complex number, and its exact value where it is rational and not too large. */
export interface Quantity {
  readonly real: number;
  readonly imaginary: number;
  readonly exact: Fraction | null;
}

/** Fractions of more bits are left to floating point: hostile answers would take all memory. */
const MOST_BITS = 60_000;
const LARGEST = 2n ** BigInt(MOST_BITS);
const LARGEST_EXPONENT = 100_000n;
const LARGEST_FACTORIAL = 3000n;
/** A double holds every integer of so many bits. */
const DOUBLE_BITS = 1000;

export const NOT_A_NUMBER: Quantity = { real: Number.NaN, imaginary: 0, exact: null };

export function exactly(numerator: bigint, denominator = 1n): Quantity {
  if (denominator === 0n) return NOT_A_NUMBER;
  const sign = denominator < 0n ? -1n : 1n;
  const exact = { numerator: sign * numerator, denominator: sign * denominator };
  const tooLarge = absolute(numerator) > LARGEST || exact.denominator > LARGEST;
  return { real: toDouble(exact), imaginary: 0, exact: tooLarge ? null : exact };
}

export function approximately(real: number, imaginary = 0): Quantity {
  return { real, imaginary, exact: null };
}

export function isReal({ imaginary }: Quantity): boolean {
  return imaginary === 0;
}

export function plus(first: Quantity, second: Quantity): Quantity {
  const [one, other] = [first.exact, second.exact];
  if (one !== null && other !== null)
    return exactly(
      one.numerator * other.denominator + other.numerator * one.denominator,
      one.denominator * other.denominator,
    );
  return approximately(first.real + second.real, first.imaginary + second.imaginary);
}

export function times(first: Quantity, second: Quantity): Quantity {
  const [one, other] = [first.exact, second.exact];
  if (one !== null && other !== null)
    return exactly(one.numerator * other.numerator, one.denominator * other.denominator);
  if (isReal(first) && isReal(second)) return approximately(first.real * second.real);
  return approximately(
    first.real * second.real - first.imaginary * second.imaginary,
    first.real * second.imaginary + first.imaginary * second.real,
  );
}

export function negated(value: Quantity): Quantity {
  return times(exactly(-1n), value);
}

export function inverse(value: Quantity): Quantity {
  if (value.exact !== null) return exactly(value.exact.denominator, value.exact.numerator);
  const square = value.real ** 2 + value.imaginary ** 2;
  return square === 0 ? NOT_A_NUMBER : approximately(value.real / square, -value.imaginary / square);
}

/** Exact for integer exponents; a negative base's root is the principal one. */
export function raised(base: Quantity, exponent: Quantity): Quantity {
  const whole = exponent.exact === null ? null : integerOf(exponent.exact);
  if (base.exact !== null && whole !== null && isSmallPower(base.exact, whole))
    return integerPower(base.exact, whole);
  if (isReal(base) && isReal(exponent) && (base.real >= 0 || Number.isInteger(exponent.real)))
    return approximately(base.real ** exponent.real);
  return exponential(times(exponent, logarithm(base)));
}

export function exponential({ real, imaginary }: Quantity): Quantity {
  const size = Math.exp(real);
  return imaginary === 0
    ? approximately(size)
    : approximately(size * Math.cos(imaginary), size * Math.sin(imaginary));
}

export function logarithm({ real, imaginary }: Quantity): Quantity {
  return imaginary === 0 && real > 0
    ? approximately(Math.log(real))
    : approximately(Math.log(Math.hypot(real, imaginary)), Math.atan2(imaginary, real));
}

export function squareRoot(value: Quantity): Quantity {
  if (isReal(value))
    return value.real >= 0 ? approximately(Math.sqrt(value.real)) : approximately(0, Math.sqrt(-value.real));
  return raised(value, exactly(1n, 2n));
}

export function factorial(value: Quantity): Quantity {
  const of = value.exact === null ? null : integerOf(value.exact);
  if (of === null || of < 0n || of > LARGEST_FACTORIAL) return NOT_A_NUMBER;
  return exactly(rangeProduct(1n, of));
}

/** Halves keep the factors of one size, which is fast. */
function rangeProduct(from: bigint, to: bigint): bigint {
  if (from > to) return 1n;
  if (from === to) return from;
  const middle = (from + to) / 2n;
  return rangeProduct(from, middle) * rangeProduct(middle + 1n, to);
}

export function binomial(total: Quantity, taken: Quantity): Quantity {
  const [from, choose] = [total, taken].map(({ exact }) => (exact === null ? null : integerOf(exact)));
  if (from == null || choose == null || from < 0n || from > LARGEST_FACTORIAL) return NOT_A_NUMBER;
  let ways = choose < 0n || choose > from ? 0n : 1n;
  for (let step = 1n; step <= choose && ways !== 0n; step += 1n)
    ways = (ways * (from - choose + step)) / step;
  return exactly(ways);
}

function integerPower(base: Fraction, exponent: bigint): Quantity {
  const size = absolute(exponent);
  const [top, bottom] = [base.numerator ** size, base.denominator ** size];
  return exponent < 0n ? exactly(bottom, top) : exactly(top, bottom);
}

function isSmallPower(base: Fraction, exponent: bigint): boolean {
  const bits = BigInt(Math.max(bitLength(base.numerator), bitLength(base.denominator)));
  return absolute(exponent) <= LARGEST_EXPONENT && bits * absolute(exponent) <= MOST_BITS;
}

/** The integer that a fraction is, or `null`. */
export function integerOf({ numerator, denominator }: Fraction): bigint | null {
  return numerator % denominator === 0n ? numerator / denominator : null;
}

function toDouble({ numerator, denominator }: Fraction): number {
  const shift = Math.max(bitLength(numerator), bitLength(denominator)) - DOUBLE_BITS;
  if (shift <= 0) return Number(numerator) / Number(denominator);
  const by = BigInt(Math.max(0, bitLength(denominator) - DOUBLE_BITS));
  return Number(numerator >> by) / Number(denominator >> by);
}

function bitLength(value: bigint): number {
  return absolute(value).toString(16).length * 4;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
