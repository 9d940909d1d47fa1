import { BLOCK_LENGTH } from "../exact-block.ts";
import type { KeptTerms } from "../order-statistics.ts";
import { COUNT, type Tally } from "../tally.ts";
import type { BlockPlace } from "./block-place.ts";
import type { ElementLoops, PairKernel } from "./pair-kernel.ts";

/** Keeps one by one, for exact quantiles, what the kernel would have counted by bin. */
export class TermKeeper {
  readonly #kernel: PairKernel;
  readonly #loops: ElementLoops;
  readonly #ulpScale: number;
  readonly #order: KeptTerms;
  readonly #kept: Float64Array;

  /** @param ulpScale how many of the bits' units are one of the dtype's; 0 for a dtype that has none */
  constructor(kernel: PairKernel, loops: ElementLoops, order: { ulpScale: number; kept: KeptTerms }) {
    this.#kernel = kernel;
    this.#loops = loops;
    this.#ulpScale = order.ulpScale;
    this.#order = order.kept;
    const { buffer, byteOffset } = kernel.blockMemory();
    this.#kept = new Float64Array(buffer, byteOffset, BLOCK_LENGTH);
  }

  /** @param tally of the same block, which gets its shares of close elements */
  add(place: BlockPlace, { counts, identical }: Tally): void {
    const { length } = place.baseline;
    if (identical) {
      counts[COUNT.withinOne] = length;
      counts[COUNT.withinFive] = length;
      this.#order.addZeros(length - (counts[COUNT.zeroReferences] ?? 0), this.#ulpScale > 0 ? length : 0);
      return;
    }
    const { byteOffset } = this.#kept;
    const [a, b] = [place.baseline.byteOffset, place.candidate.byteOffset];
    this.#order.addTerms(this.#kept, this.#loops.terms(a, b, byteOffset, length));
    counts[COUNT.withinOne] = this.#kernel.results[0] ?? 0;
    counts[COUNT.withinFive] = this.#kernel.results[1] ?? 0;
    if (this.#ulpScale === 0) return;
    const { exports } = this.#kernel;
    const [i, j] = [place.patterns?.baseline ?? place.baseline, place.patterns?.candidate ?? place.candidate];
    if (i instanceof Float64Array) exports.wideDistances(a, b, byteOffset, length);
    else exports.distances(i.byteOffset, j.byteOffset, byteOffset, length, 1 / this.#ulpScale);
    this.#order.addUlps(this.#kept, length);
  }
}
