import type { Tolerance } from "../../../contracts/pair-measurement.ts";
import { MAXIMUM, STANDOUT, type Standout, type Tally } from "../tally.ts";
import { type BlockPlace, placeOf } from "./block-place.ts";
import type { ElementLoops } from "./pair-kernel.ts";
import { ratioAbove, ratioWord } from "./ratio-word.ts";
import { RESULT } from "./results.ts";

/** Above it, float32 lanes can no longer tell what lies beyond a tolerance. */
const HUGE = 1e37;
/** Of what is compared with an error that is rounded to float32. */
const CAUTION = 0.99999;

/** The most that blocks needed or had so far: only what may exceed it is looked at more closely. */
export class Extremes {
  readonly #loops: ElementLoops;
  readonly #results: Float64Array;
  readonly #tolerance: Tolerance;
  readonly #standouts = [-1, -1, -1];
  #ratio = 0;
  relativeNeed = 0;
  absoluteNeed = 0;

  constructor(loops: ElementLoops, results: Float64Array, tolerance: Tolerance) {
    this.#loops = loops;
    this.#results = results;
    this.#tolerance = tolerance;
  }

  /** Whether the block whose results are there may need more tolerance than those before it. */
  needsMayRise({ baseline, candidate }: BlockPlace): boolean {
    const { absolute, relative } = this.#tolerance;
    const { absoluteNeed, relativeNeed } = this;
    const reach = Math.max(this.#found(RESULT.highest), -this.#found(RESULT.lowest));
    // An infinite need cannot rise.
    const need = Number.isFinite(relativeNeed) ? relativeNeed : 0;
    if (reach * Math.max(relative, need) > HUGE) return true;
    if (!this.#mayExceed(absolute, relativeNeed) && !this.#mayExceed(absoluteNeed, relative)) return false;
    // biome-ignore format: one line for each kind of argument
    return this.#loops.beyond(
      baseline.byteOffset, candidate.byteOffset, baseline.length,
      absolute, relative, absoluteNeed, relativeNeed,
    ) !== 0;
  }

  /**
   * Whether an error may exceed `absolute` + `relative` · |a|, as far as the largest error E and the largest ratio ρ tell:
   * |d| − relative · |a| ≤ |d| − relative · |d| / ρ ≤ E (1 − relative / ρ).
   */
  #mayExceed(absolute: number, relative: number): boolean {
    const ratio = ratioAbove(this.#found(RESULT.largestRatio));
    return this.#found(RESULT.largestError) * (1 - relative / ratio) > CAUTION * absolute;
  }

  #found(slot: number): number {
    return this.#results[slot] ?? 0;
  }

  /** Whether one of its elements may stand out. */
  peaksMayRise(): boolean {
    const error = this.#found(RESULT.largestError);
    const ratio = this.#found(RESULT.largestRatio);
    if (error >= this.#rounded(STANDOUT.error)) return true;
    if (ratio >= ratioWord(this.#ratio)) return true;
    if (this.#found(RESULT.mismatched) === 0) return false;
    return (
      error >= this.#rounded(STANDOUT.mismatchedError) ||
      ratio >= ratioWord(this.#standouts[STANDOUT.mismatchedRatio] ?? -1)
    );
  }

  /** As the largest error is. */
  #rounded(which: number): number {
    const value = this.#standouts[which] ?? -1;
    return this.#loops.bytes === 4 ? Math.fround(value) : value;
  }

  /** Where both arms are the same. */
  takeNone(place: BlockPlace, { maxima, standouts }: Tally): void {
    maxima[MAXIMUM.ratio] = 0;
    maxima[MAXIMUM.relativeNeed] = 0;
    maxima[MAXIMUM.absoluteNeed] = 0;
    if (this.#raises(STANDOUT.error, 0)) standouts[STANDOUT.error] = find(place, () => 0);
  }

  /** @param withNeeds whether the tolerances that are needed may rise, and not only peaks */
  take(place: BlockPlace, { maxima, standouts }: Tally, withNeeds: boolean): void {
    const { absolute, relative } = this.#tolerance;
    const { baseline, candidate } = place;
    const loop = withNeeds ? this.#loops.extremes : this.#loops.peaks;
    loop(baseline.byteOffset, candidate.byteOffset, baseline.length, absolute, relative);
    const at = (slot: number) => this.#found(slot);
    maxima[MAXIMUM.ratio] = at(1);
    maxima[MAXIMUM.relativeNeed] = at(2);
    maxima[MAXIMUM.absoluteNeed] = at(3);
    this.#ratio = Math.max(this.#ratio, at(1));
    this.relativeNeed = Math.max(this.relativeNeed, at(2));
    this.absoluteNeed = Math.max(this.absoluteNeed, at(3));
    const isMismatched = (error: number, magnitude: number) => error > absolute + relative * magnitude;
    if (this.#raises(STANDOUT.error, at(0)))
      standouts[STANDOUT.error] = find(place, (error) => (error === at(0) ? error : null));
    if (this.#raises(STANDOUT.mismatchedError, at(4)))
      standouts[STANDOUT.mismatchedError] = find(place, (error, magnitude) =>
        error === at(4) && isMismatched(error, magnitude) ? error : null,
      );
    if (this.#raises(STANDOUT.mismatchedRatio, at(5)))
      standouts[STANDOUT.mismatchedRatio] = find(place, (error, magnitude) =>
        error / magnitude === at(5) && isMismatched(error, magnitude) ? at(5) : null,
      );
  }

  #raises(which: number, value: number): boolean {
    if (value <= (this.#standouts[which] ?? -1)) return false;
    this.#standouts[which] = value;
    return true;
  }
}

/** The first element of which `valueAt` knows a value. */
function find(
  place: BlockPlace,
  valueAt: (error: number, magnitude: number) => number | null,
): Standout | null {
  for (let i = 0; i < place.baseline.length; i += 1) {
    const baseline = place.baseline[i] ?? 0;
    const candidate = place.candidate[i] ?? 0;
    const value = valueAt(Math.abs(candidate - baseline), Math.abs(baseline));
    if (value !== null) return { value, position: placeOf(place, i), baseline, candidate };
  }
  return null;
}
