import { segmentCount } from "../../../compare/elementwise/meter-task.ts";
import { PairMeter } from "../../../compare/elementwise/pair-meter.ts";
import type { Workspace } from "../../../compare/elementwise/workspace.ts";
import type { SegmentsFound, SegmentsJob } from "./messages.ts";
import { openPair, type PairReader, taskOf } from "./pair-reader.ts";

/** So many segments no tensor has: whoever would take the next one finds none. */
const NONE_LEFT = 2 ** 30;

/**
 * One thread's part of a tensor that is large enough to be shared. Whoever is done with a segment takes the next one, so
 * that all threads end together, whenever they started and whatever holds one of them up.
 */
export class SegmentTaker implements Disposable {
  readonly #taken: Int32Array;
  readonly #count: number;
  readonly #reader: PairReader;
  readonly #meter: PairMeter;
  readonly #segments: SegmentsFound["segments"][number][] = [];

  /** @param workspace of this thread, and of no other taker until this one is done */
  constructor({ pair, taken }: Pick<SegmentsJob, "pair" | "taken">, workspace: Workspace) {
    const task = taskOf(pair);
    this.#taken = new Int32Array(taken);
    this.#count = segmentCount(task);
    this.#meter = new PairMeter(task, workspace);
    this.#reader = openPair(pair);
  }

  /** @returns whether there was one left */
  takeNext(): boolean {
    const index = Atomics.add(this.#taken, 0, 1);
    if (index >= this.#count) return false;
    this.#segments.push({ index, tally: this.#meter.measureSegment(index, this.#reader.read) });
    return true;
  }

  /** What the segments that were taken hold. */
  found(): SegmentsFound {
    const counted = this.#meter.counted();
    if (counted === null) throw new Error("A tensor of one segment is not shared");
    return { segments: this.#segments, counted };
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}

/** For `SegmentsJob.taken`. */
export function noneTaken(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

/** Has all threads stop after the segment that they are at. */
export function takeAll(taken: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(taken), 0, NONE_LEFT);
}
