import type { FigureValue } from "../../contracts/figures.ts";
import type {
  Closeness,
  Extreme,
  NonFiniteCount,
  PairMeasurement,
  Tolerance,
} from "../../contracts/pair-measurement.ts";
import { valuesPerElement } from "../../tensors/decode/decode-elements.ts";
import { indexOf } from "../index-of.ts";
import { elementwiseFigures, mapeConventions } from "./figures.ts";
import { type MeterTask, ulpDtype } from "./meter-task.ts";
import type { Order } from "./order-statistics.ts";
import { COUNT, MAXIMUM, STANDOUT, type Standout, type Tally } from "./tally.ts";

/** What one pass found, in the terms of a report. A complex tensor gets an axis more: its real and imaginary parts. */
export function measurementOf(
  task: MeterTask,
  shape: readonly number[],
  found: { tally: Tally; order: Order },
): PairMeasurement {
  const { tally, order } = found;
  const parts = valuesPerElement(task.baseline);
  const valueShape = parts === 1 ? shape : [...shape, parts];
  const placeOf = (position: number) => indexOf(position, valueShape);
  const ulps = ulpDtype(task);
  return {
    figures: elementwiseFigures({
      ...{ tally, order },
      ulpDtype: ulps,
      dtype: task.baseline,
      indexOf: placeOf,
    }),
    mapeConventions: mapeConventions(tally) as Record<string, FigureValue>,
    nonFinite: nonFiniteOf(tally, placeOf),
    closeness: closenessOf(task.tolerance, tally, placeOf),
    bitIdentical: tally.identical,
    quantileErrorPercent: order.terms.errorPercent,
  };
}

type PlaceOf = (position: number) => number[];

function nonFiniteOf({ counts, firstNonFiniteMismatch }: Tally, placeOf: PlaceOf) {
  const at = (index: number) => counts[index] ?? 0;
  const countFrom = (nan: number): NonFiniteCount => ({
    nan: at(nan),
    positiveInfinity: at(nan + 1),
    negativeInfinity: at(nan + 2),
  });
  return {
    baseline: countFrom(COUNT.baselineNan),
    candidate: countFrom(COUNT.candidateNan),
    mismatches: at(COUNT.nonFiniteMismatches),
    firstMismatch:
      firstNonFiniteMismatch === null
        ? null
        : {
            index: placeOf(firstNonFiniteMismatch.position),
            baseline: firstNonFiniteMismatch.baseline,
            candidate: firstNonFiniteMismatch.candidate,
          },
    excluded: at(COUNT.excluded),
  };
}

/** Of the smallest tolerances: rounding of the test itself must not make them too small by a hair. */
const ENOUGH = 1 + 2 ** -50;

function closenessOf(tolerance: Tolerance, tally: Tally, placeOf: PlaceOf): Closeness {
  const { counts, maxima, standouts } = tally;
  const relativeNeed = Math.max(0, maxima[MAXIMUM.relativeNeed] ?? 0) * ENOUGH;
  return {
    ...tolerance,
    mismatched: counts[COUNT.mismatched] ?? 0,
    elements: counts[COUNT.elements] ?? 0,
    greatestAbsolute: extremeOf(standouts[STANDOUT.mismatchedError] ?? null, placeOf),
    greatestRelative: extremeOf(standouts[STANDOUT.mismatchedRatio] ?? null, placeOf),
    smallestRelative: relativeNeed === Number.POSITIVE_INFINITY ? null : relativeNeed,
    smallestAbsolute: Math.max(0, maxima[MAXIMUM.absoluteNeed] ?? 0) * ENOUGH,
  };
}

function extremeOf(standout: Standout | null, placeOf: PlaceOf): Extreme | null {
  if (standout === null) return null;
  const { value, position, baseline, candidate } = standout;
  return { value, index: placeOf(position), baseline, candidate };
}
