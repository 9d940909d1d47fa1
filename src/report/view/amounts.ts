import { printNumber, withUnit } from "../numbers.ts";
import type { Amount } from "./flatten.ts";

/** What a cell says where a run has no such figure. */
export const NONE = "n/a";

/** With a true minus sign. */
export function printAmount(value: Amount): string {
  return printNumber(value).replace(/^-/, "−");
}

/** Run B − run A with its sign; nothing where it cannot be told. */
export function printDifference(value: number | null, unit = "", digits = 4): string {
  if (value === null) return "";
  if (value === 0) return withUnit("0", unit);
  // What is left of a difference of rounded numbers is no figure of its own.
  const text = printNumber(Number(value.toPrecision(12)), digits).replace(/^-/, "−");
  return withUnit(value > 0 ? `+${text}` : text, unit);
}
