/** A figure of a result: a number, a non-finite one as its name, an index, or absent. */
export type Printable = number | string | readonly number[] | null | undefined;

/** Significant digits: enough to tell two runs apart, few enough to read. */
const DIGITS = 6;

/** A number for a table; `n/a` where it is absent. */
export function printNumber(value: Printable, digits = DIGITS): string {
  if (value === null || value === undefined) return "n/a";
  if (typeof value === "string") return value;
  if (typeof value !== "number") return `[${value.join(", ")}]`;
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const magnitude = Math.abs(value);
  if (magnitude > 0.999 && magnitude < 1) return printJustBelowOne(value, digits);
  const text =
    magnitude < 1e-4 || magnitude >= 1e9 ? value.toExponential(digits - 1) : value.toPrecision(digits);
  // Below 1e9, toPrecision may still choose the exponential form when there are fewer digits than places.
  return magnitude >= 1e-4 && magnitude < 1e9 && text.includes("e") ? String(Math.round(value)) : text;
}

/** The same with a minus sign, which a hyphen in front of a figure is not. */
export function printSigned(value: Printable, digits = DIGITS): string {
  return printNumber(value, digits).replaceAll(/-(?=[\dI])/g, "−");
}

/** A cosine of 0.9999985 must not print as 1. */
function printJustBelowOne(value: number, digits: number): string {
  const nines = Math.floor(-Math.log10(1 - Math.abs(value)));
  return value.toFixed(Math.min(nines + digits - 3, 15));
}

/** With a fixed number of decimals, as model cards print percentages. */
export function printFixed(value: Printable, decimals: number): string {
  return typeof value === "number" ? value.toFixed(decimals) : printNumber(value);
}

/** With its unit, where it has one. */
export function withUnit(text: string, unit: string): string {
  return unit === "" || text === "n/a" ? text : `${text} ${unit}`;
}

/** A limit as somebody would type it: without trailing zeros. */
export function printLimit(limit: number): string {
  return String(Number(limit.toPrecision(4)));
}

const COMPARISON_SIGNS = { "<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "=" } as const;

/** How a figure is held against its limit, as it is printed. */
export function printComparison(comparison: keyof typeof COMPARISON_SIGNS): string {
  return COMPARISON_SIGNS[comparison];
}
