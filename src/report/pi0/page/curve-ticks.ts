import type { Frame } from "./curve-scale.ts";

/** A number on an axis, as it is written there. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Finer steps (from 0.00005 downwards) and larger numbers are written with an exponent: there is little room. */
const FINE_STEP = 0.75e-4;
const LARGE = 1e5;

/** About so many round numbers within the scale's domain; two at least, since zero alone tells no scale. */
export function ticks(scale: Frame["y"], wanted: number): Tick[] {
  const about = scale.ticks(wanted).length > 1 ? wanted : wanted + 1;
  const values = scale.ticks(about);
  const [first = 0, second = Number.POSITIVE_INFINITY] = values;
  if (second - first < FINE_STEP || values.some((value) => Math.abs(value) >= LARGE)) {
    const format = scale.tickFormat(about, ".1~e");
    // Zero needs no exponent, and d3 writes a minus sign in front of numbers but not of exponents.
    return values.map((value) => ({
      value,
      label: value === 0 ? "0" : format(value).replaceAll("-", "−"),
    }));
  }
  const format = scale.tickFormat(about, "f");
  return values.map((value) => ({ value, label: format(value) }));
}

/** About so many whole numbers. */
export function wholeTicks(scale: Frame["x"], about: number): Tick[] {
  return scale
    .ticks(about)
    .filter(Number.isInteger)
    .map((value) => ({ value, label: String(value) }));
}
