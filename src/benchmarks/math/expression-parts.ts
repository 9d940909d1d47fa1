import type { Expression } from "./expression.ts";
import { approximately, exactly } from "./quantity.ts";

/** Names that stand for a number, as commands or as letters. */
export const CONSTANTS: Readonly<Record<string, Expression>> = {
  pi: { kind: "number", value: approximately(Math.PI), decimal: false },
  e: { kind: "number", value: approximately(Math.E), decimal: false },
  i: { kind: "number", value: approximately(0, 1), decimal: false },
};

export function quotient(dividend: Expression, divisor: Expression): Expression {
  return { kind: "product", parts: [dividend, { kind: "inverse", of: divisor }] };
}

export function single(kind: "sum" | "product", parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, parts };
}

export function variable(name: string): Expression {
  return { kind: "variable", name };
}

export function integer(numerator: bigint, denominator = 1n): Expression {
  return { kind: "number", value: exactly(numerator, denominator), decimal: false };
}

export function decimal(text: string): Expression {
  const [whole = "", fraction = ""] = text.split(".");
  const value = exactly(BigInt(`${whole}${fraction}` || "0"), 10n ** BigInt(fraction.length));
  return { kind: "number", value, decimal: text.includes(".") };
}

/** `0.1\overline{6}`: the repeating digits over as many nines. */
export function repeatingDecimal(text: string, repeated: string): Expression {
  const fraction = text.split(".")[1] ?? "";
  const nines = (10n ** BigInt(repeated.length) - 1n) * 10n ** BigInt(fraction.length);
  return single("sum", [decimal(`${text}0`), integer(BigInt(repeated), nines)]);
}
