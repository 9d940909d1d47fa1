import type { GroupSums } from "./grouped-errors.ts";

/** Trailing action dimensions that look like padding, not like joints. */
export interface Padding {
  /** The first padding dimension, which is the number of real ones. */
  readonly from: number;
  readonly reason: string;
}

const FRACTION_OF_LARGEST = 1e-2;

/**
 * pi0 pads its actions to 32 dimensions; near-zero padding dominates MAPE. Trailing dimensions whose baseline has
 * a root mean square below 1 % of the largest dimension's are named, never dropped: `--action-dim` drops them.
 */
export function detectPadding(dimensions: readonly GroupSums[]): Padding | null {
  const rootMeanSquares = dimensions.map(({ squaredBaseline, elements }) =>
    elements === 0 ? 0 : Math.sqrt(squaredBaseline / elements),
  );
  const largest = Math.max(...rootMeanSquares);
  const lastReal = rootMeanSquares.findLastIndex((value) => value > FRACTION_OF_LARGEST * largest);
  const from = lastReal + 1;
  if (largest === 0 || from === dimensions.length) return null;
  const allZero = rootMeanSquares.slice(from).every((value) => value === 0);
  const size = allZero ? "are all zero" : "are below 1 % of the largest dimension";
  return { from, reason: `dimensions ${from} to ${dimensions.length - 1} of the baseline ${size}` };
}
