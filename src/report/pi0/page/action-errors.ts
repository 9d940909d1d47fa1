import type { RunEvidence } from "../../../contracts/run-evidence.ts";
import type { ComparedRun, GroupErrors } from "../../../contracts/run-result.ts";

/** Both arms' answers and what lies between them, in the compared dimensions only. */
export interface ActionErrors {
  readonly observations: number;
  readonly steps: number;
  readonly dimensions: number;
  /** [observations, steps, dimensions] in C order, as `candidate` and `errors` (candidate − baseline). */
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  readonly errors: Float64Array;
}

export function actionErrors(
  run: ComparedRun,
  { baseline, candidate }: NonNullable<RunEvidence["actions"]>,
): ActionErrors {
  const [observations, steps, answered] = baseline.shape;
  const dimensions = Math.min(run.shape.dimensions, answered);
  const compared = (values: Float64Array) => firstDimensions(values, answered, dimensions);
  const [reference, judged] = [compared(baseline.values), compared(candidate.values)];
  const errors = judged.map((value, index) => value - (reference[index] ?? Number.NaN));
  return { observations, steps, dimensions, baseline: reference, candidate: judged, errors };
}

function firstDimensions(values: Float64Array, answered: number, kept: number): Float64Array {
  return answered === kept ? values : values.filter((_, index) => index % answered < kept);
}

/** One dimension of one observation, a number for each step. */
export function curveOf(
  { steps, dimensions }: ActionErrors,
  values: Float64Array,
  { observation, dimension }: { observation: number; dimension: number },
): Float64Array {
  return Float64Array.from(
    { length: steps },
    (_, step) => values[(observation * steps + step) * dimensions + dimension] ?? Number.NaN,
  );
}

/** Least and greatest finite number of one dimension; `null` where there is none. */
export function rangeOf(
  { dimensions }: ActionErrors,
  series: readonly Float64Array[],
  dimension: number,
): readonly [number, number] | null {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const values of series) {
    for (let index = dimension; index < values.length; index += dimensions) {
      const value = values[index] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return least <= greatest ? [least, greatest] : null;
}

/** The largest finite |d|; 0 where there is none. */
export function largestError({ errors }: ActionErrors): number {
  return errors.reduce((most, error) => (Number.isFinite(error) ? Math.max(most, Math.abs(error)) : most), 0);
}

/** Mean |d| over the groups that `groupOf` puts the elements into; NaN for a group without a finite error. */
export function meanErrors(
  { errors, steps, dimensions }: ActionErrors,
  groups: number,
  groupOf: (at: { observation: number; step: number; dimension: number }) => number,
): Float64Array {
  const [sums, counts] = [new Float64Array(groups), new Float64Array(groups)];
  errors.forEach((error, index) => {
    if (!Number.isFinite(error)) return;
    const dimension = index % dimensions;
    const step = Math.floor(index / dimensions) % steps;
    const group = groupOf({ observation: Math.floor(index / (dimensions * steps)), step, dimension });
    sums[group] = (sums[group] ?? 0) + Math.abs(error);
    counts[group] = (counts[group] ?? 0) + 1;
  });
  return sums.map((sum, group) => sum / (counts[group] ?? 0));
}

/** Indices of groups from the greatest WAPE to the least; one that is not finite is worse than any other. */
export function worstFirst(groups: readonly GroupErrors[], count: number): number[] {
  const badness = (index: number) => {
    const { wapePercent = null } = groups[index] ?? {};
    return typeof wapePercent === "string" ? Number.POSITIVE_INFINITY : (wapePercent ?? -1);
  };
  return Array.from({ length: count }, (_, index) => index).sort((one, other) => {
    const [first, second] = [badness(one), badness(other)];
    return first === second ? one - other : second > first ? 1 : -1;
  });
}
