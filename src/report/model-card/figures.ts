import { NO_FIGURE } from "../bench/figures.ts";
import type { CardSign, CardUnit } from "./forms.ts";

/** @param accuracy a fraction */
export function printAccuracy(accuracy: number | null, unit: CardUnit, decimals: number): string {
  if (accuracy === null) return NO_FIGURE;
  return unit === "fraction" ? accuracy.toFixed(decimals) : `${(accuracy * 100).toFixed(decimals)}%`;
}

/** @param points candidate − baseline in percentage points; what rounds to zero has no sign */
export function printDifference(points: number | null, sign: CardSign, decimals: number): string {
  if (points === null) return NO_FIGURE;
  const size = Math.abs(points).toFixed(decimals);
  return `${signOf(points, Number(size), sign)}${size}%`;
}

function signOf(points: number, size: number, sign: CardSign): string {
  if (size === 0 || sign === "never") return "";
  if (points < 0) return "-";
  return sign === "always" ? "+" : "";
}
