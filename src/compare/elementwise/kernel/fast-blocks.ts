import type { Tolerance } from "../../../contracts/pair-measurement.ts";
import { KERAS_EPSILON, SKLEARN_EPSILON, TORCHMETRICS_EPSILON } from "../../metrics/mape-conventions.ts";
import { BLOCK_LENGTH } from "../exact-block.ts";
import { RATIO_SCALE } from "../order-statistics.ts";
import { type Spread, spreadOf } from "../spread.ts";
import { COUNT, clearTally, MAXIMUM, newTally, STANDOUT, type Standout, SUM, type Tally } from "../tally.ts";
import { greatest, least, ratioWord } from "./lanes.ts";
import type { PairKernel } from "./pair-kernel.ts";

/** Where in the kernel's memory the elements of one block are, as float32, and their bits for distances in ULPs. */
export interface BlockPlace {
  readonly position: number;
  readonly baseline: Float32Array;
  readonly candidate: Float32Array;
  readonly baselineBits: number;
  readonly candidateBits: number;
}

// Slots of the kernel's results, and the first of each four lanes.
const [SUM_A, SUM_B, MAGNITUDE, ERROR, AA, AB, DD, RATIO, HALF, MISMATCHED, FALLING, RISING] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
];
const [LOWEST, HIGHEST, SMALLEST, LARGEST_ERROR, LARGEST_ULP, LARGEST_RATIO, BEYOND] = [
  24, 28, 32, 36, 40, 44, 48,
];

/** A variance keeps so many of the digits of the sums that it comes from. */
const ILL_CONDITIONED = 1e-5;
/** Below it, float32 lanes can no longer tell what lies beyond a tolerance. */
const TINY = 1e-30;
const HUGE = 1e37;

/** Measures whole blocks of finite numbers with the kernel, and hands back those that are not. */
export class FastBlocks {
  readonly #kernel: PairKernel;
  readonly #tolerance: Tolerance;
  readonly #ulpScale: number;
  readonly #isBinned: boolean;
  /** Overwritten block by block: allocation would cost more than a block's arithmetic. */
  readonly #tally = newTally();
  /** The most that any block so far needed or had; what does not exceed it needs no closer look. */
  readonly #seen = { ratio: 0, relativeNeed: 0, absoluteNeed: 0, standouts: [-1, -1, -1] };

  /**
   * @param ulpScale how many of the bits' units are one of the dtype's
   * @param isBinned whether the kernel's histograms are wanted
   */
  constructor(kernel: PairKernel, settings: { tolerance: Tolerance; ulpScale: number; isBinned: boolean }) {
    this.#kernel = kernel;
    this.#tolerance = settings.tolerance;
    this.#ulpScale = settings.ulpScale;
    this.#isBinned = settings.isBinned;
  }

  /**
   * Blocks come in the order of their elements; what stands out in one, or is the most, may be left out where an
   * earlier one exceeds it.
   *
   * @param wereIdentical whether all blocks before it were: if not, this one's bits make no difference
   * @returns overwritten by the next call; `null` for a block with an element that is not finite
   */
  measure(place: BlockPlace, wereIdentical: boolean): Tally | null {
    const { exports, results, lanes } = this.#kernel;
    const { baseline, candidate } = place;
    const [a, b] = [baseline.byteOffset, candidate.byteOffset];
    const { absolute, relative } = this.#tolerance;
    const { current, pending } = this.#kernel.codes();
    const { absoluteNeed, relativeNeed } = this.#seen;
    const { baselineBits, candidateBits } = place;
    // biome-ignore format: one line for each kind of argument
    exports.block(
      a, b, baselineBits, candidateBits, current, pending,
      absolute, relative, absoluteNeed, relativeNeed,
    );
    // An infinity or a NaN in either arm makes one of the error, or of the baseline's square.
    const allFinite = Number.isFinite((results[AA] ?? 0) + (results[DD] ?? 0));
    this.#kernel.turn(allFinite && this.#isBinned);
    if (!allFinite) return null;
    const tally = this.#tally;
    clearTally(tally);
    const closer = this.#needsCloserLook();
    const smallest = least(lanes.floats, SMALLEST);
    this.#takeSums(tally);
    // From here on the results are overwritten.
    const totals = { baseline: results[SUM_A] ?? 0, candidate: results[SUM_B] ?? 0 };
    tally.spread = this.#spread(place, tally, totals);
    if (smallest < TORCHMETRICS_EPSILON) this.#takeConventions(a, b, tally);
    if (closer) this.#takeExtremes(place, tally);
    tally.identical = wereIdentical && exports.same(a, b, 4 * BLOCK_LENGTH) !== 0;
    return tally;
  }

  #needsCloserLook(): boolean {
    const { floats, words } = this.#kernel.lanes;
    const { ratio, relativeNeed, standouts } = this.#seen;
    if ((words[BEYOND] ?? 0) !== 0) return true;
    if (greatest(floats, LARGEST_ERROR) >= Math.fround(standouts[STANDOUT.error] ?? -1)) return true;
    if (greatest(words, LARGEST_RATIO) >= ratioWord(ratio)) return true;
    const smallest = least(floats, SMALLEST);
    const reach = Math.max(greatest(floats, HIGHEST), -least(floats, LOWEST));
    const slope = Math.max(this.#tolerance.relative, relativeNeed);
    if (smallest < TINY || reach * slope > HUGE) return true;
    return (this.#kernel.results[MISMATCHED] ?? 0) > 0 && this.#mayStandOut();
  }

  /** Whether an element may be the greatest of the mismatched ones. */
  #mayStandOut(): boolean {
    const { floats, words } = this.#kernel.lanes;
    const error = this.#seen.standouts[STANDOUT.mismatchedError] ?? -1;
    const ratio = this.#seen.standouts[STANDOUT.mismatchedRatio] ?? -1;
    return (
      greatest(floats, LARGEST_ERROR) >= Math.fround(error) ||
      greatest(words, LARGEST_RATIO) >= ratioWord(ratio)
    );
  }

  #takeSums({ sums, counts, maxima }: Tally): void {
    const { results, lanes } = this.#kernel;
    const at = (slot: number) => results[slot] ?? 0;
    const ratios = at(RATIO) / RATIO_SCALE;
    sums[SUM.magnitude] = at(MAGNITUDE);
    sums[SUM.error] = at(ERROR);
    sums[SUM.baselineSquared] = at(AA);
    sums[SUM.product] = at(AB);
    sums[SUM.errorSquared] = at(DD);
    // As no reference is tiny, or else they are summed again.
    sums.fill(ratios, SUM.mask, SUM.keras + 1);
    sums[SUM.halfSymmetric] = at(HALF) / RATIO_SCALE;
    counts[COUNT.elements] = BLOCK_LENGTH;
    counts[COUNT.mismatched] = at(MISMATCHED);
    counts[COUNT.rising] = at(RISING);
    counts[COUNT.falling] = at(FALLING);
    maxima[MAXIMUM.negativeLowest] = -least(lanes.floats, LOWEST);
    maxima[MAXIMUM.highest] = greatest(lanes.floats, HIGHEST);
    if (this.#ulpScale > 0) maxima[MAXIMUM.ulp] = greatest(lanes.words, LARGEST_ULP) / this.#ulpScale;
  }

  /** b² = a² + 2ad + d² = 2ab − a² + d², unless that cancels. */
  #spread(place: BlockPlace, { sums }: Tally, totals: { baseline: number; candidate: number }): Spread {
    const baselineSquared = sums[SUM.baselineSquared] ?? 0;
    const errorSquared = sums[SUM.errorSquared] ?? 0;
    const product = sums[SUM.product] ?? 0;
    const candidateSquared = 2 * product - baselineSquared + errorSquared;
    sums[SUM.candidateSquared] = candidateSquared;
    const spread = spreadOf({
      count: BLOCK_LENGTH,
      baselineOrigin: 0,
      candidateOrigin: 0,
      baseline: totals.baseline,
      candidate: totals.candidate,
      baselineSquared,
      candidateSquared,
      product,
    });
    const cancels = candidateSquared < (baselineSquared + errorSquared) / 256;
    const isClose =
      spread.baselineSquares < ILL_CONDITIONED * baselineSquared ||
      spread.candidateSquares < ILL_CONDITIONED * candidateSquared;
    if (!cancels && !isClose) return spread;
    const { exports, results } = this.#kernel;
    const at = (slot: number) => results[slot] ?? 0;
    const [a, b] = [place.baseline.byteOffset, place.candidate.byteOffset];
    if (cancels) {
      exports.centred(a, b, 0, 0);
      sums[SUM.candidateSquared] = at(4);
      sums[SUM.product] = at(3);
    }
    // An element as origin leaves no rounding behind where all are the same.
    const [baselineOrigin = 0] = place.baseline;
    const [candidateOrigin = 0] = place.candidate;
    exports.centred(a, b, baselineOrigin, candidateOrigin);
    return spreadOf({
      count: BLOCK_LENGTH,
      baselineOrigin,
      candidateOrigin,
      baseline: at(0),
      candidate: at(1),
      baselineSquared: at(2),
      product: at(3),
      candidateSquared: at(4),
    });
  }

  #takeConventions(a: number, b: number, { sums, counts }: Tally): void {
    const { exports, results } = this.#kernel;
    exports.conventions(a, b, SKLEARN_EPSILON, TORCHMETRICS_EPSILON, KERAS_EPSILON);
    sums.set(results.subarray(0, 5), SUM.mask);
    counts[COUNT.zeroReferences] = results[5] ?? 0;
    counts[COUNT.stillZeros] = results[6] ?? 0;
    // Their ratios are infinite, or no numbers, and in no bin; without an error an element is close all the same.
    counts[COUNT.withinOne] = results[6] ?? 0;
    counts[COUNT.withinFive] = results[6] ?? 0;
  }

  #takeExtremes(place: BlockPlace, { maxima, standouts }: Tally): void {
    const { exports, results } = this.#kernel;
    const { absolute, relative } = this.#tolerance;
    exports.extremes(place.baseline.byteOffset, place.candidate.byteOffset, absolute, relative);
    const at = (slot: number) => results[slot] ?? 0;
    maxima[MAXIMUM.ratio] = at(1);
    maxima[MAXIMUM.relativeNeed] = at(2);
    maxima[MAXIMUM.absoluteNeed] = at(3);
    const seen = this.#seen;
    seen.ratio = Math.max(seen.ratio, at(1));
    seen.relativeNeed = Math.max(seen.relativeNeed, at(2));
    seen.absoluteNeed = Math.max(seen.absoluteNeed, at(3));
    const raises = (which: number, value: number) => {
      if (value <= (seen.standouts[which] ?? -1)) return false;
      seen.standouts[which] = value;
      return true;
    };
    const isMismatched = (error: number, magnitude: number) => error > absolute + relative * magnitude;
    if (raises(STANDOUT.error, at(0)))
      standouts[STANDOUT.error] = find(place, (error) => (error === at(0) ? error : null));
    if (raises(STANDOUT.mismatchedError, at(4)))
      standouts[STANDOUT.mismatchedError] = find(place, (error, magnitude) =>
        error === at(4) && isMismatched(error, magnitude) ? error : null,
      );
    if (raises(STANDOUT.mismatchedRatio, at(5)))
      standouts[STANDOUT.mismatchedRatio] = find(place, (error, magnitude) =>
        error / magnitude === at(5) && isMismatched(error, magnitude) ? at(5) : null,
      );
  }
}

/** The first element of which `valueAt` knows a value. */
function find(
  { position, baseline, candidate }: BlockPlace,
  valueAt: (error: number, magnitude: number) => number | null,
): Standout | null {
  for (let i = 0; i < baseline.length; i += 1) {
    const a = baseline[i] ?? 0;
    const b = candidate[i] ?? 0;
    const value = valueAt(Math.abs(b - a), Math.abs(a));
    if (value !== null) return { value, position: position + i, baseline: a, candidate: b };
  }
  return null;
}
