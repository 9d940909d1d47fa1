import type { Tolerance } from "../../../contracts/pair-measurement.ts";
import { KERAS_EPSILON, SKLEARN_EPSILON, TORCHMETRICS_EPSILON } from "../../metrics/mape-conventions.ts";
import { BLOCK_LENGTH } from "../exact-block.ts";
import { RATIO_SCALE } from "../order-statistics.ts";
import { type Spread, spreadOf } from "../spread.ts";
import { COUNT, clearTally, MAXIMUM, newTally, SUM, type Tally } from "../tally.ts";
import type { BlockPlace } from "./block-place.ts";
import { Extremes } from "./extremes.ts";
import { type ElementLoops, NO_CODES, type PairKernel } from "./pair-kernel.ts";
import { RESULT } from "./results.ts";

/** A variance keeps so many of the digits of the sums that it comes from. */
const ILL_CONDITIONED = 1e-5;
/** Below it, float32 lanes can no longer tell what lies beyond a tolerance. */
const TINY = 1e-30;
/** Magnitudes of float64 between which no product of the kernel overflows or loses digits. */
const SMALLEST = 1e-140;
const LARGEST = 1e140;

export interface FastBlockSettings {
  readonly elements: "float32" | "float64";
  readonly tolerance: Tolerance;
  /** How many of the bits' units are one of the dtype's; 0 for a dtype that has none. */
  readonly ulpScale: number;
  /** Whether the kernel's histograms are wanted. */
  readonly isBinned: boolean;
}

/** Measures blocks of finite numbers with the kernel, and hands back those that are not. */
export class FastBlocks {
  readonly #kernel: PairKernel;
  readonly #loops: ElementLoops;
  readonly #settings: FastBlockSettings;
  readonly #extremes: Extremes;
  /** Overwritten block by block: allocation would cost more than a block's arithmetic. */
  readonly #tally = newTally();

  constructor(kernel: PairKernel, settings: FastBlockSettings) {
    this.#kernel = kernel;
    this.#settings = settings;
    this.#loops = kernel.loops(settings.elements);
    this.#extremes = new Extremes(this.#loops, kernel.results, settings.tolerance);
  }

  /**
   * Blocks come in the order of their elements; what stands out in one, or is the most, may be left out where an
   * earlier one exceeds it.
   *
   * @returns overwritten by the next call; `null` for a block with an element that is not finite, or whose square is
   *   not a normal number
   */
  measure(place: BlockPlace): Tally | null {
    const { baseline, candidate } = place;
    const { length } = baseline;
    const bytes = this.#loops.bytes * length;
    const areEqual = this.#kernel.exports.same(baseline.byteOffset, candidate.byteOffset, bytes) !== 0;
    if (areEqual) return this.#measureEqual(place);
    if (!this.#run(place)) return null;
    const tally = this.#tally;
    clearTally(tally);
    tally.identical = false;
    const needsMayRise = this.#extremes.needsMayRise(place);
    const peaksMayRise = this.#extremes.peaksMayRise();
    const smallest = this.#found(RESULT.smallest);
    this.#takeSums(length, tally);
    // From here on the results are overwritten.
    const totals = { baseline: this.#found(RESULT.sumA), candidate: this.#found(RESULT.sumB) };
    tally.spread = this.#spread(place, tally, totals);
    // Products of tiny references lose digits in float32 lanes, which then cannot tell; those of zeros do not.
    const hasTiny = smallest < TORCHMETRICS_EPSILON && this.#takeConventions(place, tally) && smallest < TINY;
    if (needsMayRise || peaksMayRise || hasTiny) this.#extremes.take(place, tally, needsMayRise || hasTiny);
    return tally;
  }

  #found(slot: number): number {
    return this.#kernel.results[slot] ?? 0;
  }

  /** What the block's loop would find where every error is zero, in a fraction of its time. */
  #measureEqual(place: BlockPlace): Tally | null {
    const { length } = place.baseline;
    this.#loops.equalBlock(place.baseline.byteOffset, length);
    if (!Number.isFinite(this.#found(RESULT.aa))) return null;
    const tally = this.#tally;
    clearTally(tally);
    this.#takeSums(length, tally);
    const zeros = this.#found(RESULT.zeros);
    if (this.#settings.isBinned) this.#kernel.exports.countZeros(length - zeros, length);
    takeZeroReferences(tally, zeros, zeros);
    const total = this.#found(RESULT.sumA);
    tally.spread = this.#spread(place, tally, { baseline: total, candidate: total });
    this.#extremes.takeNone(place, tally);
    return tally;
  }

  /** @returns whether the results are of use */
  #run({ baseline, candidate, patterns }: BlockPlace): boolean {
    const { length } = baseline;
    const hasNoUlps = this.#loops.bytes === 8 && this.#settings.ulpScale === 0;
    const baselineBits = hasNoUlps ? 0 : (patterns?.baseline ?? baseline).byteOffset;
    const candidateBits = hasNoUlps ? 0 : (patterns?.candidate ?? candidate).byteOffset;
    const { absolute, relative } = this.#settings.tolerance;
    const isWhole = length === BLOCK_LENGTH;
    // The codes of an earlier block are counted along with this one only where it is as long.
    if (!isWhole) this.#kernel.flush();
    const { current, pending } = this.#kernel.codes();
    // biome-ignore format: one line for each kind of argument
    this.#loops.block(
      baseline.byteOffset, candidate.byteOffset, baselineBits, candidateBits, length,
      current, isWhole ? pending : NO_CODES,
      absolute, relative,
    );
    // An infinity or a NaN in either arm makes one of the error, or of the baseline's square.
    const allFinite = Number.isFinite(this.#found(RESULT.aa) + this.#found(RESULT.dd));
    const isUseful = allFinite && (this.#loops.bytes === 4 || this.#isInRange());
    const isCounted = isUseful && this.#settings.isBinned;
    if (isWhole) this.#kernel.turn(isCounted);
    else if (isCounted) this.#kernel.count(current, length);
    return isUseful;
  }

  #isInRange(): boolean {
    const largest = Math.max(
      this.#found(RESULT.highest),
      -this.#found(RESULT.lowest),
      this.#found(RESULT.largestError),
    );
    return largest < LARGEST && this.#found(RESULT.smallestNonZero) > SMALLEST;
  }

  #takeSums(length: number, { sums, counts, maxima }: Tally): void {
    const ratios = this.#found(RESULT.ratio) / RATIO_SCALE;
    sums[SUM.magnitude] = this.#found(RESULT.magnitude);
    sums[SUM.error] = this.#found(RESULT.error);
    sums[SUM.baselineSquared] = this.#found(RESULT.aa);
    sums[SUM.product] = this.#found(RESULT.ab);
    sums[SUM.errorSquared] = this.#found(RESULT.dd);
    // As no reference is tiny, or else they are summed again.
    sums.fill(ratios, SUM.mask, SUM.keras + 1);
    sums[SUM.halfSymmetric] = this.#found(RESULT.half) / RATIO_SCALE;
    counts[COUNT.elements] = length;
    counts[COUNT.mismatched] = this.#found(RESULT.mismatched);
    counts[COUNT.rising] = this.#found(RESULT.rising);
    counts[COUNT.falling] = this.#found(RESULT.falling);
    maxima[MAXIMUM.negativeLowest] = -this.#found(RESULT.lowest);
    maxima[MAXIMUM.highest] = this.#found(RESULT.highest);
    const { ulpScale } = this.#settings;
    if (ulpScale > 0) maxima[MAXIMUM.ulp] = this.#found(RESULT.largestUlp) / ulpScale;
  }

  /** b² = a² + 2ad + d² = 2ab − a² + d², unless that cancels. */
  #spread(place: BlockPlace, { sums }: Tally, totals: { baseline: number; candidate: number }): Spread {
    const baselineSquared = sums[SUM.baselineSquared] ?? 0;
    const errorSquared = sums[SUM.errorSquared] ?? 0;
    const product = sums[SUM.product] ?? 0;
    const candidateSquared = 2 * product - baselineSquared + errorSquared;
    sums[SUM.candidateSquared] = candidateSquared;
    const spread = spreadOf({
      count: place.baseline.length,
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
    if (cancels) {
      this.#centre(place, 0, 0);
      sums[SUM.candidateSquared] = this.#found(4);
      sums[SUM.product] = this.#found(3);
    }
    return cancels || isClose ? this.#centredSpread(place) : spread;
  }

  /** An element as origin leaves no rounding behind where all are the same. */
  #centredSpread(place: BlockPlace): Spread {
    const [baselineOrigin = 0] = place.baseline;
    const [candidateOrigin = 0] = place.candidate;
    this.#centre(place, baselineOrigin, candidateOrigin);
    return spreadOf({
      count: place.baseline.length,
      baselineOrigin,
      candidateOrigin,
      baseline: this.#found(0),
      candidate: this.#found(1),
      baselineSquared: this.#found(2),
      product: this.#found(3),
      candidateSquared: this.#found(4),
    });
  }

  #centre({ baseline, candidate }: BlockPlace, a: number, b: number): void {
    this.#loops.centred(baseline.byteOffset, candidate.byteOffset, baseline.length, a, b);
  }

  /** @returns whether there are tiny references that are not zero */
  #takeConventions({ baseline, candidate }: BlockPlace, tally: Tally): boolean {
    const epsilons = [SKLEARN_EPSILON, TORCHMETRICS_EPSILON, KERAS_EPSILON] as const;
    this.#loops.conventions(baseline.byteOffset, candidate.byteOffset, baseline.length, ...epsilons);
    tally.sums.set(this.#kernel.results.subarray(0, 5), SUM.mask);
    takeZeroReferences(tally, this.#found(5), this.#found(6));
    return this.#found(7) !== 0;
  }
}

/** Their ratios are infinite, or no numbers, and in no bin; without an error an element is close all the same. */
function takeZeroReferences({ counts }: Tally, all: number, still: number): void {
  counts[COUNT.zeroReferences] = all;
  counts[COUNT.stillZeros] = still;
  counts[COUNT.withinOne] = still;
  counts[COUNT.withinFive] = still;
}
