import { valuesPerElement } from "../../tensors/decode/decode-elements.ts";
import { BLOCK_LENGTH, type Block, ExactBlocks } from "./exact-block.ts";
import { type BlockPlace, slicePlace } from "./kernel/block-place.ts";
import { FastBlocks } from "./kernel/fast-blocks.ts";
import { TermKeeper } from "./kernel/kept-terms.ts";
import { type ArmName, fitsFloat32, type MeterTask, SEGMENT_LENGTH, valueCount } from "./meter-task.ts";
import { BinnedTerms, type CountedTerms, EXACT_LIMIT, KeptTerms } from "./order-statistics.ts";
import { float64Distances, patternDistances } from "./ordinals.ts";
import { type Tally, TallyJoiner } from "./tally.ts";
import type { BlockLoader, Workspace } from "./workspace.ts";

/** Fills `target` with an arm's bytes from `firstElement` on. */
export type ReadArm = (arm: ArmName, firstElement: number, target: Uint8Array) => void;

const ARMS = ["baseline", "candidate"] as const;
/** The kernel takes so many pairs at a time. */
const KERNEL_STEP = 64;
/** Counters have 32 bits: they are emptied before they can run over. */
const SEGMENTS_PER_DRAIN = 1024;

/** Measures segments of one pair, in one thread. */
export class PairMeter {
  /** Up to 2^20 values all terms are kept, and quantiles are exact; above they are counted by bin. */
  readonly order: KeptTerms | BinnedTerms;
  readonly #task: MeterTask;
  readonly #loader: BlockLoader;
  readonly #exact: ExactBlocks;
  readonly #fast: FastBlocks;
  readonly #keeper: TermKeeper | null;
  #expectsHoles = false;
  #segments = 0;

  /** @param workspace of this thread, of which one meter is used at a time */
  constructor(task: MeterTask, workspace: Workspace) {
    const { tolerance } = task;
    this.#task = task;
    this.#loader = workspace.loaderFor(task);
    const isBinned = valueCount(task) > EXACT_LIMIT;
    this.order = isBinned ? new BinnedTerms() : new KeptTerms(valueCount(task));
    this.#exact = new ExactBlocks(tolerance, this.order);
    const { kernel, ulpScale } = this.#loader;
    const elements = fitsFloat32(task) ? "float32" : "float64";
    this.#fast = new FastBlocks(kernel, { elements, tolerance, ulpScale, isBinned });
    this.#keeper =
      this.order instanceof KeptTerms
        ? new TermKeeper(kernel, kernel.loops(elements), { ulpScale, kept: this.order })
        : null;
  }

  /** @param index of the segment, ascending from call to call; others may be measured by other meters */
  measureSegment(index: number, read: ReadArm): Tally {
    const joiner = new TallyJoiner();
    const end = Math.min((index + 1) * SEGMENT_LENGTH, valueCount(this.#task));
    for (let first = index * SEGMENT_LENGTH; first < end; first += this.#loader.chunkLength) {
      const length = Math.min(this.#loader.chunkLength, end - first);
      for (const arm of ARMS)
        read(arm, first / valuesPerElement(this.#task[arm]), this.#loader.raw(arm, length));
      for (let offset = 0; offset < length; offset += BLOCK_LENGTH) {
        const block = this.#loader.load(offset, Math.min(BLOCK_LENGTH, length - offset));
        this.#addBlock({ position: first + offset, places: null, ...block }, joiner);
        const { tally } = joiner;
        tally.identical &&= this.#loader.isSameUnrounded(offset, block);
      }
    }
    this.#segments += 1;
    if (this.#segments % SEGMENTS_PER_DRAIN === 0) this.#drain();
    return joiner.finish();
  }

  /** What was counted by bin; `null` where all terms are kept. */
  counted(): CountedTerms | null {
    this.#drain();
    return this.order instanceof BinnedTerms ? this.order.counted() : null;
  }

  /**
   * A block with elements that are not finite is measured without them. Where one was, the next one is looked through
   * first, rather than measured in vain.
   */
  #addBlock(place: BlockPlace, joiner: TallyJoiner): void {
    if (!this.#expectsHoles && this.#addFinite(place, joiner)) return;
    const split = this.#loader.finitePairs.split(place);
    if (split !== null && this.#addFinite(split.finite, joiner)) joiner.add(split.rest);
    else if (split !== null || !this.#expectsHoles || !this.#addFinite(place, joiner))
      joiner.add(this.#measureExactly(place));
    this.#expectsHoles = split !== null;
  }

  /** @returns whether the kernel could measure all of it but the last few pairs */
  #addFinite(place: BlockPlace, joiner: TallyJoiner): boolean {
    const { length } = place.baseline;
    const whole = length - (length % KERNEL_STEP);
    if (whole > 0) {
      const most = slicePlace(place, 0, whole);
      const tally = this.#fast.measure(most);
      if (tally === null) return false;
      this.#keeper?.add(most, tally);
      joiner.add(tally);
    }
    if (whole < length) joiner.add(this.#measureExactly(slicePlace(place, whole, length)));
    return true;
  }

  #measureExactly(place: BlockPlace): Tally {
    return this.#exact.measure({ ...place, ulps: this.#ulpWriter(place) });
  }

  #ulpWriter({ baseline, candidate, patterns }: BlockPlace): Block["ulps"] {
    if (this.#loader.ulpScale === 0) return null;
    if (patterns === null) return (into) => float64Distances(baseline, candidate, into);
    const scale = this.#loader.ulpScale;
    return (into) => {
      patternDistances(patterns.baseline, patterns.candidate, into);
      if (scale !== 1) for (let i = 0; i < baseline.length; i += 1) into[i] = (into[i] ?? 0) / scale;
    };
  }

  #drain(): void {
    if (!(this.order instanceof BinnedTerms)) return;
    this.order.drain();
    this.#loader.kernel.drain(this.order.kernelRatios, this.order.ulps, this.#loader.ulpScale);
  }
}
