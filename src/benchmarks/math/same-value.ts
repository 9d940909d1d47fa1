import { type Expression, evaluated, partsOf } from "./expression.ts";
import { readExpression } from "./expression-reader.ts";
import { approximately, exactly, type Quantity, times } from "./quantity.ts";

/** Points at which expressions with variables are compared; their signs differ. */
const POINTS = 5;
const FEWEST_POINTS = 2;
const TOLERANCE = 1e-9;
/** Decimals are rounded: so many places of them count. */
const DECIMAL_TOLERANCE = 1e-6;
const PERCENT = /\\%$/;

/**
 * Whether two expressions have the same value: exactly for rational numbers, to nine digits for others, to six
 * decimals where one is written as a decimal, and at some fixed points where there are variables. A percentage is the
 * same as its number and as its hundredth.
 */
export function sameValue(given: string, right: string): boolean {
  const [one, other] = [readExpression(given), readExpression(right)];
  if (one === null || other === null) return false;
  if (sameEverywhere(one, other)) return true;
  if (PERCENT.test(given) === PERCENT.test(right)) return false;
  const bare = (text: string): Expression | null => readExpression(text.replace(PERCENT, ""));
  const [bareOne, bareOther] = [bare(given), bare(right)];
  return bareOne !== null && bareOther !== null && sameEverywhere(bareOne, bareOther);
}

/** Whether the differences of two equations' sides are multiples of one another; of inequalities, positive ones. */
export function proportional(one: Expression, other: Expression, positive: boolean): boolean {
  const ratios = pointsOf(one, other).flatMap(([first, second]) => {
    const ratio = first.real / second.real;
    return Number.isFinite(ratio) && first.imaginary === 0 && second.imaginary === 0 ? [ratio] : [];
  });
  const [factor] = ratios;
  if (factor === undefined || factor === 0 || (positive && factor < 0) || ratios.length < FEWEST_POINTS)
    return false;
  return ratios.every((ratio) => Math.abs(ratio - factor) <= TOLERANCE * Math.abs(factor));
}

function sameEverywhere(one: Expression, other: Expression): boolean {
  const decimal = hasDecimal(one) || hasDecimal(other);
  const pairs = pointsOf(one, other).filter(([first, second]) => hasValue(first) || hasValue(second));
  const constant = pairs.length === 1 && variablesOf(one).size + variablesOf(other).size === 0;
  if (!constant && pairs.length < FEWEST_POINTS) return false;
  return pairs.every(([first, second]) => same(first, second, decimal));
}

function same(one: Quantity, other: Quantity, decimal: boolean): boolean {
  if (one.exact !== null && other.exact !== null) {
    const [left, right] = [
      one.exact.numerator * other.exact.denominator,
      other.exact.numerator * one.exact.denominator,
    ];
    if (left === right || !decimal) return left === right;
  }
  const distance = Math.hypot(one.real - other.real, one.imaginary - other.imaginary);
  const size = Math.max(Math.hypot(one.real, one.imaginary), Math.hypot(other.real, other.imaginary));
  return decimal ? distance < DECIMAL_TOLERANCE / 2 : distance <= TOLERANCE * size;
}

/** Both values at each point; one point where there are no variables. */
function pointsOf(one: Expression, other: Expression): [Quantity, Quantity][] {
  const names = [...new Set([...variablesOf(one), ...variablesOf(other)])].sort();
  const count = names.length === 0 ? 1 : POINTS;
  return Array.from({ length: count }, (_, point) => {
    const values = (name: string): Quantity => valueAt(names.indexOf(name), point);
    return [evaluated(one, values), evaluated(other, values)];
  });
}

/** Fixed values between 0.3 and 2.3, irrational to each other for all that matters; every second point has negative ones. */
function valueAt(index: number, point: number): Quantity {
  const fraction = ((index + 1) * 0.618_033_988_75 + (point + 1) * 0.414_213_562_37) % 1;
  const value = approximately(0.3 + 2 * fraction);
  return point % 2 === 1 && (index + point) % 3 !== 0 ? times(exactly(-1n), value) : value;
}

function variablesOf(expression: Expression): Set<string> {
  return new Set(partsOf(expression).flatMap((part) => (part.kind === "variable" ? [part.name] : [])));
}

function hasDecimal(expression: Expression): boolean {
  return partsOf(expression).some((part) => part.kind === "number" && part.decimal);
}

function hasValue({ real, imaginary, exact }: Quantity): boolean {
  return exact !== null || (Number.isFinite(real) && Number.isFinite(imaginary));
}
