import type { Tolerance } from "../../contracts/pair-measurement.ts";
import { KERAS_EPSILON, SKLEARN_EPSILON, TORCHMETRICS_EPSILON } from "../metrics/mape-conventions.ts";
import type { OrderStatistics } from "./order-statistics.ts";
import { spreadOf } from "./spread.ts";
import { COUNT, MAXIMUM, newTally, STANDOUT, type Standout, SUM, type Tally } from "./tally.ts";

export type Values = Float32Array | Float64Array;

/** Elements that are measured together: small enough to stay in the processor's first cache. */
export const BLOCK_LENGTH = 4096;

/** Up to 4096 neighbouring elements of both arms. */
export interface Block {
  /** Of the first element in the flattened tensors. */
  readonly position: number;
  readonly baseline: Values;
  readonly candidate: Values;
  /** Writes each pair's distance in units in the last place; `null` for dtypes that have none. */
  readonly ulps: ((into: Float64Array) => void) | null;
}

interface Pairs {
  readonly count: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly at: Uint16Array;
}

/**
 * Measures a block whatever it holds, one element at a time: what is not finite is counted by position and left out of
 * every figure.
 */
export class ExactBlocks {
  readonly #tolerance: Tolerance;
  readonly #order: OrderStatistics;
  readonly #a = new Float64Array(BLOCK_LENGTH);
  readonly #b = new Float64Array(BLOCK_LENGTH);
  readonly #at = new Uint16Array(BLOCK_LENGTH);
  readonly #terms = new Float64Array(BLOCK_LENGTH);

  constructor(tolerance: Tolerance, order: OrderStatistics) {
    this.#tolerance = tolerance;
    this.#order = order;
  }

  measure(block: Block): Tally {
    const tally = newTally();
    const pairs = this.#finitePairs(block, tally);
    tally.identical = sameValues(block);
    if (pairs.count === 0) return tally;
    addMagnitudes(pairs, tally);
    addSpread(pairs, tally);
    addConventions(pairs, tally);
    addCloseness(pairs, this.#tolerance, tally);
    addStandouts(pairs, block.position, this.#tolerance, tally);
    this.#addRatios(pairs);
    this.#addUlps(block, pairs, tally);
    return tally;
  }

  #finitePairs(block: Block, tally: Tally): Pairs {
    let count = 0;
    for (let i = 0; i < block.baseline.length; i += 1) {
      const baseline = block.baseline[i] ?? 0;
      const candidate = block.candidate[i] ?? 0;
      if (Number.isFinite(baseline) && Number.isFinite(candidate)) {
        this.#a[count] = baseline;
        this.#b[count] = candidate;
        this.#at[count] = i;
        count += 1;
      } else {
        addNonFinite({ value: Number.NaN, position: block.position + i, baseline, candidate }, tally);
      }
    }
    tally.counts[COUNT.elements] = count;
    return { count, a: this.#a, b: this.#b, at: this.#at };
  }

  #addRatios({ count, a, b }: Pairs): void {
    let terms = 0;
    for (let i = 0; i < count; i += 1) {
      const baseline = a[i] ?? 0;
      if (baseline === 0) continue;
      this.#terms[terms] = Math.abs((b[i] ?? 0) - baseline) / Math.abs(baseline);
      terms += 1;
    }
    this.#order.addRatios(this.#terms, terms);
  }

  #addUlps(block: Block, { count, at }: Pairs, tally: Tally): void {
    if (block.ulps === null) return;
    block.ulps(this.#terms);
    let largest = 0;
    for (let i = 0; i < count; i += 1) {
      // Moves down or stays: `at` never runs behind.
      const distance = this.#terms[at[i] ?? 0] ?? 0;
      this.#terms[i] = distance;
      if (distance > largest) largest = distance;
    }
    tally.maxima[MAXIMUM.ulp] = largest;
    this.#order.addUlps(this.#terms, count);
  }
}

function addNonFinite(pair: Standout, tally: Tally): void {
  const { counts } = tally;
  const add = (index: number) => {
    counts[index] = (counts[index] ?? 0) + 1;
  };
  const kinds = (value: number, nan: number) => {
    if (Number.isNaN(value)) add(nan);
    else if (!Number.isFinite(value)) add(value > 0 ? nan + 1 : nan + 2);
  };
  kinds(pair.baseline, COUNT.baselineNan);
  kinds(pair.candidate, COUNT.candidateNan);
  add(COUNT.excluded);
  if (Object.is(pair.baseline, pair.candidate)) return;
  add(COUNT.nonFiniteMismatches);
  tally.firstNonFiniteMismatch ??= pair;
}

/** −0 and +0 differ; one NaN is as good as another. */
function sameValues({ baseline, candidate }: Block): boolean {
  for (let i = 0; i < baseline.length; i += 1) if (!Object.is(baseline[i], candidate[i])) return false;
  return true;
}

function addMagnitudes({ count, a, b }: Pairs, { sums, counts, maxima }: Tally): void {
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

function addSpread({ count, a, b }: Pairs, tally: Tally): void {
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

function addConventions({ count, a, b }: Pairs, { sums, counts, maxima }: Tally): void {
  let [zeros, still, steepest] = [0, 0, Number.NEGATIVE_INFINITY];
  // Apart from tiny references, all conventions are one.
  let [plain, half] = [0, 0];
  const tiny = { mask: 0, sklearn: 0, torchmetrics: 0, keras: 0 };
  for (let i = 0; i < count; i += 1) {
    const magnitude = Math.abs(a[i] ?? 0);
    const error = Math.abs((b[i] ?? 0) - (a[i] ?? 0));
    const both = magnitude + Math.abs(b[i] ?? 0);
    const ratio = error / magnitude;
    if (both !== 0) half += error / both;
    if (magnitude > TORCHMETRICS_EPSILON) plain += ratio;
    else {
      addTiny(tiny, error, magnitude);
      zeros += magnitude === 0 ? 1 : 0;
      still += both === 0 ? 1 : 0;
    }
    if (magnitude !== 0 && ratio > steepest) steepest = ratio;
  }
  const { mask, sklearn, torchmetrics, keras } = tiny;
  sums.set([plain + mask, plain + sklearn, plain + torchmetrics, plain + keras, half], SUM.mask);
  counts[COUNT.zeroReferences] = zeros;
  counts[COUNT.stillZeros] = still;
  maxima[MAXIMUM.ratio] = steepest;
}

function addTiny(
  sums: { mask: number; sklearn: number; torchmetrics: number; keras: number },
  error: number,
  magnitude: number,
): void {
  if (magnitude !== 0) sums.mask += error / magnitude;
  sums.sklearn += error / Math.max(magnitude, SKLEARN_EPSILON);
  sums.torchmetrics += error / Math.max(magnitude, TORCHMETRICS_EPSILON);
  sums.keras += error / Math.max(magnitude, KERAS_EPSILON);
}

function addCloseness({ count, a, b }: Pairs, tolerance: Tolerance, { counts, maxima }: Tally): void {
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

function addStandouts(pairs: Pairs, position: number, tolerance: Tolerance, { standouts }: Tally): void {
  const { count, a, b, at } = pairs;
  const best = [-1, -1, -1];
  const offer = (which: number, value: number, i: number) => {
    if (value <= (best[which] ?? 0)) return;
    best[which] = value;
    standouts[which] = {
      value,
      position: position + (at[i] ?? 0),
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
