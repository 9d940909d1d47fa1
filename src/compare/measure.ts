import type { ActionSet } from "../contracts/actions.ts";
import type { Figures } from "../contracts/figures.ts";
import type { DType } from "../tensors/dtype.ts";
import { coarserDtype } from "./coarser-dtype.ts";
import { GroupedErrors, type GroupSums } from "./grouped-errors.ts";
import { METRICS } from "./metrics/index.ts";
import { mapeMetric } from "./metrics/mape.ts";
import { MAPE_CONVENTIONS, type MapeConventionName } from "./metrics/mape-conventions.ts";
import type { Metric, PairContext } from "./metrics/metric.ts";
import { NonFiniteCollector, type NonFiniteReport } from "./non-finite.ts";
import { forEachBlock } from "./pair-blocks.ts";

/** All that one pass over a pair of action sets tells. */
export interface Measurement {
  /** The value of every registered metric. */
  readonly figures: Figures;
  /** MAPE in percent by the name of its convention. */
  readonly mapeConventions: Figures;
  readonly nonFinite: NonFiniteReport;
  readonly observations: readonly GroupSums[];
  readonly steps: readonly GroupSums[];
  readonly dimensions: readonly GroupSums[];
  readonly dimensionScale: Float64Array;
  readonly dtype: DType;
  /** Whether every element has the same bits, −0 and +0 told apart. */
  readonly bitIdentical: boolean;
}

/**
 * Measures the candidate against the baseline, in float64, in one pass over the pairs (the scale of each
 * dimension, which the near-zero bounds need, is taken from the baseline beforehand).
 *
 * @param pair two action sets of one shape; see `requireSameShape`
 */
export function measure(pair: { baseline: ActionSet; candidate: ActionSet }): Measurement {
  const { baseline, candidate } = pair;
  const context = contextOf(baseline, candidate);
  const metrics = METRICS.map((metric) => metric.start(context));
  const conventions = conventionMetrics().map((metric) => metric.start(context));
  const groups = [0, 1, 2].map((axis) => new GroupedErrors(context.shape, axis));
  const nonFinite = new NonFiniteCollector(context.shape);
  forEachBlock({ baseline: baseline.values, candidate: candidate.values }, nonFinite, (block) => {
    for (const accumulator of [...metrics, ...conventions, ...groups]) accumulator.add(block);
  });
  const [observations = [], steps = [], dimensions = []] = groups.map((group) => group.groups());
  return {
    figures: Object.assign({}, ...metrics.map((metric) => metric.finish())),
    mapeConventions: Object.assign({}, ...conventions.map((metric) => metric.finish())),
    nonFinite: nonFinite.report(),
    observations,
    steps,
    dimensions,
    dimensionScale: context.dimensionScale,
    dtype: context.dtype,
    bitIdentical: sameBits(baseline.values, candidate.values),
  };
}

function contextOf(
  baseline: ActionSet,
  candidate: ActionSet,
): PairContext & { dimensionScale: Float64Array } {
  return {
    shape: baseline.shape,
    dtype: coarserDtype(baseline.dtype, candidate.dtype),
    dimensionScale: dimensionScale(baseline),
  };
}

function conventionMetrics(): Metric[] {
  const names = Object.keys(MAPE_CONVENTIONS) as MapeConventionName[];
  return names.map((name) => mapeMetric(MAPE_CONVENTIONS[name], name));
}

/** Population standard deviation of the finite values of each action dimension. */
function dimensionScale({ shape, values }: ActionSet): Float64Array {
  const dimensions = shape[2];
  return Float64Array.from({ length: dimensions }, (_, dimension) => {
    const column: number[] = [];
    for (let at = dimension; at < values.length; at += dimensions) {
      const value = values[at] ?? 0;
      if (Number.isFinite(value)) column.push(value);
    }
    return standardDeviation(column);
  });
}

function standardDeviation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length);
}

function sameBits(baseline: Float64Array, candidate: Float64Array): boolean {
  const bytes = (values: Float64Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.compare(bytes(baseline), bytes(candidate)) === 0;
}
