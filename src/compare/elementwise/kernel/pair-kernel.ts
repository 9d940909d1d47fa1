import { BLOCK_LENGTH } from "../exact-block.ts";
import type { LogBins } from "../log-bins.ts";
import { binOf } from "../log-bins.ts";
import { KERNEL_BYTES } from "./kernel-bytes.ts";

/** Addresses are bytes of `memory`, lengths count pairs; see assembly/pair-kernel.as. */
type BlockLoop = (
  ...arguments_: [
    ...[a: number, b: number, aBits: number, bBits: number, length: number],
    ...[codes: number, previousCodes: number, absolute: number, relative: number],
  ]
) => void;
type CentredLoop = (a: number, b: number, length: number, aOrigin: number, bOrigin: number) => void;
type ConventionsLoop = (
  ...arguments_: [a: number, b: number, length: number, sklearn: number, torchmetrics: number, keras: number]
) => void;
type ExtremesLoop = (a: number, b: number, length: number, absolute: number, relative: number) => void;
type BeyondLoop = (
  ...arguments_: [
    ...[a: number, b: number, length: number, absolute: number, relative: number],
    ...[absoluteNeed: number, relativeNeed: number],
  ]
) => number;
type FinitePairsLoop = (
  ...arguments_: [
    ...[a: number, b: number, aBits: number, bBits: number, length: number],
    ...[aTo: number, bTo: number, aBitsTo: number, bBitsTo: number, places: number, others: number],
  ]
) => number;
type TermsLoop = (a: number, b: number, to: number, length: number) => number;
type Widening = (from: number, values: number, length: number) => void;
type WideningWithBits = (from: number, values: number, bits: number, length: number) => void;

/** What the compiled loops offer. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly block: BlockLoop;
  readonly wideBlock: BlockLoop;
  readonly equalBlock: (a: number, length: number) => void;
  readonly wideEqualBlock: (a: number, length: number) => void;
  readonly centred: CentredLoop;
  readonly wideCentred: CentredLoop;
  readonly conventions: ConventionsLoop;
  readonly wideConventions: ConventionsLoop;
  readonly extremes: ExtremesLoop;
  readonly wideExtremes: ExtremesLoop;
  readonly peaks: ExtremesLoop;
  readonly widePeaks: ExtremesLoop;
  readonly beyond: BeyondLoop;
  readonly wideBeyond: BeyondLoop;
  readonly finitePairs: FinitePairsLoop;
  readonly wideFinitePairs: FinitePairsLoop;
  readonly count: (ulpCodes: number, ratioCodes: number, length: number) => void;
  readonly countZeros: (ratios: number, ulps: number) => void;
  readonly nextCounted: (at: number, end: number) => number;
  readonly same: (a: number, b: number, bytes: number) => number;
  readonly terms: TermsLoop;
  readonly wideTerms: TermsLoop;
  readonly distances: (aBits: number, bBits: number, to: number, length: number, unit: number) => void;
  readonly wideDistances: (a: number, b: number, to: number, length: number) => void;
  readonly widenBfloat16: Widening;
  readonly widenFloat16: WideningWithBits;
  readonly lookUp8: WideningWithBits;
  readonly lookUp6: WideningWithBits;
  readonly lookUp4: WideningWithBits;
  readonly widenInt16: Widening;
  readonly widenUint16: Widening;
  readonly widenInt32: Widening;
  readonly widenUint32: Widening;
  readonly widenInt64: Widening;
  readonly widenUint64: Widening;
  readonly widenFloat32: Widening;
  readonly bfloat16Bits: Widening;
  readonly float32Bits: Widening;
}

/** The loops for elements of one type. */
export interface ElementLoops {
  readonly bytes: 4 | 8;
  readonly block: BlockLoop;
  readonly equalBlock: (a: number, length: number) => void;
  readonly centred: CentredLoop;
  readonly conventions: ConventionsLoop;
  readonly extremes: ExtremesLoop;
  /** As `extremes`, without the tolerances that are needed. */
  readonly peaks: ExtremesLoop;
  /** Whether an element may need more tolerance than has been needed so far. */
  readonly beyond: BeyondLoop;
  readonly finitePairs: FinitePairsLoop;
  readonly terms: TermsLoop;
}

/** The part of the standard interface that is used here: Node has it, its type declarations do not. */
interface WebAssemblyGlobal {
  readonly WebAssembly: {
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: KernelExports };
  };
}

// The layout of the memory, as the source of the kernel has it.
const OUT = 0x1000;
const RESULTS = 20;
/** From the codes of the units to those of the ratios. */
export const BLOCK_BYTES = 4 * BLOCK_LENGTH;
const CODES = [0x8000, 0x10000] as const;
/** Codes that point behind all that is counted. */
export const NO_CODES = 0x18000;
const VALUES = 0x30000;
const RATIO_TABLES = 0x100000;
const RATIO_ENTRIES = 2 ** 19;
const ULP_TABLES = 0x900000;
const ULP_ENTRIES = 2 ** 17;
const TABLES = 4;
const DATA = 0xb00000;
const PAGE = 65536;

/** Bins from here on hold infinities and NaN: the ratios to zero references. */
const FIRST_UNCOUNTED = 0x7ff00;

/** One thread's instance of the kernel, with its memory. */
export class PairKernel {
  readonly exports: KernelExports;
  /** Numbers that the last call has found, by slot. */
  readonly results: Float64Array;
  #tableDtype = "";
  #end = DATA;
  #current = 0;
  #blockMemory: Uint8Array | null = null;
  #pending: number = NO_CODES;

  /** @param dataBytes for which `allocate` is going to be asked, 64 bytes each not counted */
  constructor(dataBytes: number) {
    const { WebAssembly } = globalThis as unknown as WebAssemblyGlobal;
    const module = new WebAssembly.Module(Buffer.from(KERNEL_BYTES, "base64"));
    this.exports = new WebAssembly.Instance(module).exports;
    const { memory } = this.exports;
    memory.grow(Math.ceil((DATA + dataBytes - memory.buffer.byteLength) / PAGE) + 1);
    this.results = new Float64Array(memory.buffer, OUT, RESULTS);
    const none = new Uint32Array(memory.buffer, NO_CODES, 2 * BLOCK_LENGTH);
    none.fill(4 * (ULP_ENTRIES - 1), 0, BLOCK_LENGTH).fill(4 * (RATIO_ENTRIES - 1), BLOCK_LENGTH);
  }

  loops(elements: "float32" | "float64"): ElementLoops {
    const { exports } = this;
    if (elements === "float32") return { bytes: 4, ...exports };
    return {
      bytes: 8,
      block: exports.wideBlock,
      equalBlock: exports.wideEqualBlock,
      centred: exports.wideCentred,
      conventions: exports.wideConventions,
      extremes: exports.wideExtremes,
      peaks: exports.widePeaks,
      beyond: exports.wideBeyond,
      finitePairs: exports.wideFinitePairs,
      terms: exports.wideTerms,
    };
  }

  /** Has the `lookUp` loops take what codes of a dtype stand for, and their patterns. */
  useTable(dtype: string, tables: () => { values: Float32Array; patterns: Int32Array }): void {
    if (this.#tableDtype === dtype) return;
    const { values, patterns } = tables();
    const { buffer } = this.exports.memory;
    new Float32Array(buffer, VALUES, values.length).set(values);
    new Int32Array(buffer, VALUES + 1024, patterns.length).set(patterns);
    this.#tableDtype = dtype;
  }

  /** Some of the memory, for good; at a multiple of 64 bytes. */
  allocate(bytes: number): Uint8Array {
    const start = this.#end;
    this.#end += Math.ceil(bytes / 64) * 64;
    return new Uint8Array(this.exports.memory.buffer, start, bytes);
  }

  /** Float64 of one block, for one user at a time. */
  blockMemory(): Uint8Array {
    this.#blockMemory ??= this.allocate(8 * BLOCK_LENGTH + 8);
    return this.#blockMemory;
  }

  /** Where the next block's codes go, and those that are counted meanwhile. */
  codes(): { current: number; pending: number } {
    return { current: CODES[this.#current] ?? 0, pending: this.#pending };
  }

  /** After a block whose codes are to be counted, or are not. */
  turn(isCounted: boolean): void {
    this.#pending = isCounted ? (CODES[this.#current] ?? 0) : NO_CODES;
    this.#current = 1 - this.#current;
  }

  /** Counts the codes of a block at once. */
  count(codes: number, length: number): void {
    this.exports.count(codes, codes + BLOCK_BYTES, length);
  }

  /** Counts what is pending, so that the tables are complete. */
  flush(): void {
    if (this.#pending !== NO_CODES) this.count(this.#pending, BLOCK_LENGTH);
    this.#pending = NO_CODES;
  }

  /**
   * Moves what was counted into bins, and empties the tables.
   * @param ulpScale how many of the kernel's units are one of the dtype's; 0 to drop them
   */
  drain(ratios: LogBins, ulps: LogBins, ulpScale: number): void {
    this.flush();
    this.#drainTables(RATIO_TABLES, RATIO_ENTRIES, (index, count) => {
      if (index < FIRST_UNCOUNTED) ratios.add(index, count);
    });
    this.#drainTables(ULP_TABLES, ULP_ENTRIES, (index, count) => {
      if (index < ULP_ENTRIES - 1 && ulpScale > 0) ulps.add(binOf(distanceOf(index) / ulpScale), count);
    });
  }

  #drainTables(start: number, entries: number, visit: (index: number, count: number) => void): void {
    const { memory, nextCounted } = this.exports;
    const words = new Uint32Array(memory.buffer);
    const end = start + 4 * TABLES * entries;
    // Few counters are not zero: the kernel finds them faster.
    for (let at = nextCounted(start, end); at < end; at = nextCounted(at + COUNTED_BYTES, end)) {
      const found = words.subarray(at / 4, (at + COUNTED_BYTES) / 4);
      for (const [i, count] of found.entries())
        if (count !== 0) visit(((at - start) / 4 + i) % entries, count);
      found.fill(0);
    }
  }
}

/** Of the counters that `nextCounted` looks at together. */
const COUNTED_BYTES = 64;
const scratch = new Float32Array(1);
const scratchWord = new Uint32Array(scratch.buffer);

/** A code is the upper bits of a distance as float32; from 2^31 on the kernel takes distances for negative numbers. */
function distanceOf(code: number): number {
  scratchWord[0] = code << 15;
  const value = scratch[0] ?? 0;
  return value < 0 ? 2 ** 32 + value : value;
}
