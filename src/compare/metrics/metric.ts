import type { Figures } from "../../contracts/figures.ts";
import type { DType } from "../../tensors/dtype.ts";

/** What a figure is, for tables and for `fvalidate list metrics`. */
export interface FigureDescription {
  /** Its key in `run.json`. */
  readonly key: string;
  readonly label: string;
  /** As printed behind the number; "" for a ratio or a count. */
  readonly unit: string;
  /** One line with the formula; a is the baseline, b the candidate, d = b − a. */
  readonly description: string;
}

/** What a metric may know before it sees the first element. */
export interface PairContext {
  /** [observations, steps, dimensions] */
  readonly shape: readonly number[];
  /** The coarser of the two stored dtypes: finer steps than its own cannot be told apart. */
  readonly dtype: DType;
  /** Population standard deviation of the baseline for each action dimension. */
  readonly dimensionScale: Float64Array;
}

/**
 * Up to 4096 pairs of finite elements. The arrays are reused from block to block and may be longer than
 * `length`.
 */
export interface PairBlock {
  readonly length: number;
  /** Where each pair stood in the flattened tensors. */
  readonly positions: Float64Array;
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  /** candidate − baseline */
  readonly error: Float64Array;
}

export interface MetricAccumulator {
  add(block: PairBlock): void;
  /** Called once, after the last block. */
  finish(): Figures;
}

/** One metric, or a family that shares its sums. */
export interface Metric {
  readonly figures: readonly FigureDescription[];
  start(context: PairContext): MetricAccumulator;
}

/** A value that may be undefined, with the reason where it is. */
export function figure(key: string, value: number, whyUndefined: string): Figures {
  return Number.isNaN(value) ? { [key]: null, [`${key}Reason`]: whyUndefined } : { [key]: value };
}
