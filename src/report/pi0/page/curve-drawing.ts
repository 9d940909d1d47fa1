import { area, line } from "d3-shape";
import type { Frame } from "./curve-scale.ts";

/** A hundredth of a pixel is enough. */
const DIGITS = 2;

/** A curve over the steps, with a gap where a number is not finite. */
export function curvePath(values: ArrayLike<number>, { x, y }: Frame): string {
  const path = line<number>((_, step) => x(step), y)
    .defined(Number.isFinite)
    .digits(DIGITS);
  return path(Array.from(values)) ?? "";
}

/** What lies between two numbers of each step. */
export function bandPath(
  band: readonly { readonly least: number; readonly greatest: number }[],
  { x, y }: Frame,
): string {
  const path = area<(typeof band)[number]>(
    (_, step) => x(step),
    ({ least }) => y(least),
    ({ greatest }) => y(greatest),
  )
    .defined(({ least, greatest }) => Number.isFinite(least) && Number.isFinite(greatest))
    .digits(DIGITS);
  return path([...band]) ?? "";
}

/** A length as the paths have it. */
export function pixels(length: number): string {
  return String(Number(length.toFixed(DIGITS)));
}
