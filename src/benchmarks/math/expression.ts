import {
  approximately,
  binomial,
  exactly,
  exponential,
  factorial,
  inverse,
  isReal,
  logarithm,
  NOT_A_NUMBER,
  negated,
  plus,
  type Quantity,
  raised,
  squareRoot,
  times,
} from "./quantity.ts";

/** What an answer's mathematics is made of. */
export type Expression =
  | { readonly kind: "number"; readonly value: Quantity; readonly decimal: boolean }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "sum" | "product"; readonly parts: readonly Expression[] }
  | { readonly kind: "inverse" | "negated" | "factorial"; readonly of: Expression }
  | { readonly kind: "power" | "binomial"; readonly first: Expression; readonly second: Expression }
  | { readonly kind: "function"; readonly name: string; readonly of: Expression };

/** A value for each variable's name. */
export type Assignment = (name: string) => Quantity;

const REAL_FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  cot: (value) => 1 / Math.tan(value),
  sec: (value) => 1 / Math.cos(value),
  csc: (value) => 1 / Math.sin(value),
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  abs: Math.abs,
  floor: Math.floor,
  ceil: Math.ceil,
};
const COMPLEX_FUNCTIONS: Readonly<Record<string, (value: Quantity) => Quantity>> = {
  sqrt: squareRoot,
  exp: exponential,
  ln: logarithm,
  log: (value) => times(logarithm(value), approximately(1 / Math.LN10)),
};

/** Names of functions as LaTeX commands and as plain words. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([
  ...Object.keys(REAL_FUNCTIONS),
  ...Object.keys(COMPLEX_FUNCTIONS),
]);

/** The value where the variables have theirs; not a number where there is none. */
export function evaluated(expression: Expression, values: Assignment): Quantity {
  const of = (part: Expression): Quantity => evaluated(part, values);
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "variable":
      return values(expression.name);
    case "sum":
      return expression.parts.map(of).reduce(plus, exactly(0n));
    case "product":
      return expression.parts.map(of).reduce(times, exactly(1n));
    case "inverse":
      return inverse(of(expression.of));
    case "negated":
      return negated(of(expression.of));
    case "factorial":
      return factorial(of(expression.of));
    case "power":
      return raised(of(expression.first), of(expression.second));
    case "binomial":
      return binomial(of(expression.first), of(expression.second));
    case "function":
      return applied(expression.name, of(expression.of));
  }
}

/** All parts of an expression, itself included. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.kind) {
    case "number":
    case "variable":
      return [expression];
    case "sum":
    case "product":
      return [expression, ...expression.parts.flatMap(partsOf)];
    case "power":
    case "binomial":
      return [expression, ...partsOf(expression.first), ...partsOf(expression.second)];
    default:
      return [expression, ...partsOf(expression.of)];
  }
}

function applied(name: string, value: Quantity): Quantity {
  const complex = COMPLEX_FUNCTIONS[name];
  if (complex !== undefined) return complex(value);
  if (name === "abs") return approximately(Math.hypot(value.real, value.imaginary));
  const real = REAL_FUNCTIONS[name];
  return real === undefined || !isReal(value) ? NOT_A_NUMBER : approximately(real(value.real));
}
