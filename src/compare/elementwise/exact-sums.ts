import type { Tolerance } from "../../contracts/pair-measurement.ts";
import { KERAS_EPSILON, SKLEARN_EPSILON, TORCHMETRICS_EPSILON } from "../metrics/mape-conventions.ts";
import { spreadOf } from "./spread.ts";
import { COUNT, MAXIMUM, STANDOUT, SUM, type Tally } from "./tally.ts";

/** The finite pairs of one block. */
export interface Pairs {
  readonly count: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Where each stood in the block. */
  readonly at: Uint16Array;
}

export function addMagnitudes({ count, a, b }: Pairs, { sums, counts, maxima }: Tally): void {
  let [magnitudes, errors, baselineSquared, candidateSquared, products, errorSquared] = [0, 0, 0, 0, 0, 0];
  let [rising, falling] = [0, 0];
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i += 1) {
    const baseline = a[i] ?? 0;
    const candidate = b[i] ?? 0;
    const error = candidate - baseline;
    magnitudes += Math.abs(baseline);
    errors += Math.abs(error);
    baselineSquared += baseline * baseline;
    candidateSquared += candidate * candidate;
    products += baseline * candidate;
    errorSquared += error * error;
    rising += error > 0 ? 1 : 0;
    falling += error < 0 ? 1 : 0;
    lowest = Math.min(lowest, baseline);
    highest = Math.max(highest, baseline);
  }
  sums.set([magnitudes, errors, baselineSquared, candidateSquared, products, errorSquared], SUM.magnitude);
  counts[COUNT.rising] = rising;
  counts[COUNT.falling] = falling;
  maxima[MAXIMUM.negativeLowest] = -lowest;
  maxima[MAXIMUM.highest] = highest;
}

export function addSpread({ count, a, b }: Pairs, tally: Tally): void {
  const [baselineOrigin = 0] = a;
  const [candidateOrigin = 0] = b;
  const sums = { baseline: 0, candidate: 0, baselineSquared: 0, candidateSquared: 0, product: 0 };
  for (let i = 0; i < count; i += 1) {
    const baseline = (a[i] ?? 0) - baselineOrigin;
    const candidate = (b[i] ?? 0) - candidateOrigin;
    sums.baseline += baseline;
    sums.candidate += candidate;
    sums.baselineSquared += baseline * baseline;
    sums.candidateSquared += candidate * candidate;
    sums.product += baseline * candidate;
  }
  tally.spread = spreadOf({ count, baselineOrigin, candidateOrigin, ...sums });
}

export function addConventions({ count, a, b }: Pairs, { sums, counts, maxima }: Tally): void {
  let steepest = Number.NEGATIVE_INFINITY;
  // Apart from tiny references, all conventions are one.
  let [plain, half] = [0, 0];
  const tiny = { zeros: 0, still: 0, mask: 0, sklearn: 0, torchmetrics: 0, keras: 0 };
  for (let i = 0; i < count; i += 1) {
    const magnitude = Math.abs(a[i] ?? 0);
    const error = Math.abs((b[i] ?? 0) - (a[i] ?? 0));
    const both = magnitude + Math.abs(b[i] ?? 0);
    const ratio = magnitude === 0 ? 0 : error / magnitude;
    half += both === 0 ? 0 : error / both;
    if (magnitude > TORCHMETRICS_EPSILON) plain += ratio;
    else addTiny(tiny, error, magnitude);
    if (magnitude !== 0) steepest = Math.max(steepest, ratio);
  }
  const { mask, sklearn, torchmetrics, keras } = tiny;
  sums.set([plain + mask, plain + sklearn, plain + torchmetrics, plain + keras, half], SUM.mask);
  counts[COUNT.zeroReferences] = tiny.zeros;
  counts[COUNT.stillZeros] = tiny.still;
  maxima[MAXIMUM.ratio] = steepest;
}

interface TinyReferences {
  zeros: number;
  still: number;
  mask: number;
  sklearn: number;
  torchmetrics: number;
  keras: number;
}

function addTiny(sums: TinyReferences, error: number, magnitude: number): void {
  if (magnitude !== 0) sums.mask += error / magnitude;
  else {
    sums.zeros += 1;
    sums.still += error === 0 ? 1 : 0;
  }
  sums.sklearn += error / Math.max(magnitude, SKLEARN_EPSILON);
  sums.torchmetrics += error / Math.max(magnitude, TORCHMETRICS_EPSILON);
  sums.keras += error / Math.max(magnitude, KERAS_EPSILON);
}

export function addCloseness({ count, a, b }: Pairs, tolerance: Tolerance, { counts, maxima }: Tally): void {
  let [mismatched, withinOne, withinFive] = [0, 0, 0];
  let [relativeNeed, absoluteNeed] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    const magnitude = Math.abs(a[i] ?? 0);
    const error = Math.abs((b[i] ?? 0) - (a[i] ?? 0));
    const allowed = tolerance.relative * magnitude;
    const relative = error === 0 ? 0 : error / magnitude;
    if (error > tolerance.absolute + allowed) mismatched += 1;
    if (relative < 0.001) withinOne += 1;
    if (relative < 0.005) withinFive += 1;
    if (error > tolerance.absolute)
      relativeNeed = Math.max(relativeNeed, (error - tolerance.absolute) / magnitude);
    absoluteNeed = Math.max(absoluteNeed, error - allowed);
  }
  counts[COUNT.mismatched] = mismatched;
  counts[COUNT.withinOne] = withinOne;
  counts[COUNT.withinFive] = withinFive;
  maxima[MAXIMUM.relativeNeed] = relativeNeed;
  maxima[MAXIMUM.absoluteNeed] = absoluteNeed;
}

export function addStandouts(
  pairs: Pairs,
  positionOf: (i: number) => number,
  tolerance: Tolerance,
  { standouts }: Tally,
): void {
  const { count, a, b, at } = pairs;
  const best = [-1, -1, -1];
  const offer = (which: number, value: number, i: number) => {
    if (value <= (best[which] ?? 0)) return;
    best[which] = value;
    standouts[which] = {
      value,
      position: positionOf(at[i] ?? 0),
      baseline: a[i] ?? 0,
      candidate: b[i] ?? 0,
    };
  };
  for (let i = 0; i < count; i += 1) {
    const magnitude = Math.abs(a[i] ?? 0);
    const error = Math.abs((b[i] ?? 0) - (a[i] ?? 0));
    if (error > (best[STANDOUT.error] ?? 0)) offer(STANDOUT.error, error, i);
    if (error <= tolerance.absolute + tolerance.relative * magnitude) continue;
    offer(STANDOUT.mismatchedError, error, i);
    offer(STANDOUT.mismatchedRatio, error / magnitude, i);
  }
}
