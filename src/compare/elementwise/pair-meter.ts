import { valuesPerElement } from "../../tensors/decode/decode-elements.ts";
import { BLOCK_LENGTH, type Block, ExactBlocks } from "./exact-block.ts";
import { addKeptTerms } from "./kept-terms.ts";
import { FastBlocks } from "./kernel/fast-blocks.ts";
import { type ArmName, type MeterTask, SEGMENT_LENGTH, ulpDtype, valueCount } from "./meter-task.ts";
import { BinnedTerms, type CountedTerms, EXACT_LIMIT, KeptTerms } from "./order-statistics.ts";
import { float64Distances, patternDistances } from "./ordinals.ts";
import { type Tally, TallyJoiner } from "./tally.ts";
import type { BlockLoader, LoadedBlock, Workspace } from "./workspace.ts";

/** Fills `target` with an arm's bytes from `firstElement` on. */
export type ReadArm = (arm: ArmName, firstElement: number, target: Uint8Array) => void;

const ARMS = ["baseline", "candidate"] as const;
/** Counters have 32 bits: they are emptied before they can run over. */
const SEGMENTS_PER_DRAIN = 1024;

/** Measures segments of one pair, in one thread. */
export class PairMeter {
  /** Up to 2^20 values all terms are kept, and quantiles are exact; above they are counted by bin. */
  readonly order: KeptTerms | BinnedTerms;
  readonly #task: MeterTask;
  readonly #loader: BlockLoader;
  readonly #exact: ExactBlocks;
  readonly #fast: FastBlocks | null;
  readonly #hasUlps: boolean;
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
    this.#fast = kernel === null ? null : new FastBlocks(kernel, { tolerance, ulpScale, isBinned });
    this.#hasUlps = ulpDtype(task) !== null;
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
        joiner.add(this.#measureBlock(first + offset, block, joiner.tally.identical));
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

  #measureBlock(position: number, block: LoadedBlock, wereIdentical: boolean): Tally {
    const fast = this.#measureFast(position, block, wereIdentical);
    return fast ?? this.#exact.measure({ position, ...block, ulps: this.#ulpWriter(block) });
  }

  #measureFast(position: number, block: LoadedBlock, wereIdentical: boolean): Tally | null {
    const { baseline, candidate, patterns } = block;
    const isWhole = baseline.length === BLOCK_LENGTH;
    if (
      this.#fast === null ||
      !isWhole ||
      baseline instanceof Float64Array ||
      candidate instanceof Float64Array
    )
      return null;
    const bits = patterns ?? { baseline, candidate };
    const tally = this.#fast.measure(
      {
        ...{ position, baseline, candidate },
        baselineBits: bits.baseline.byteOffset,
        candidateBits: bits.candidate.byteOffset,
      },
      wereIdentical,
    );
    if (tally !== null && this.order instanceof KeptTerms)
      addKeptTerms({ baseline, candidate, ulps: this.#ulpWriter(block) }, this.order, tally);
    return tally;
  }

  #ulpWriter({ baseline, candidate, patterns }: LoadedBlock): Block["ulps"] {
    if (!this.#hasUlps) return null;
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
    this.#loader.kernel?.drain(this.order.kernelRatios, this.order.ulps, this.#loader.ulpScale);
  }
}
