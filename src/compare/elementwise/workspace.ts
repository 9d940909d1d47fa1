import { VALUE_PRECISION } from "../../tensors/decode/decode-elements.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "../../tensors/stored/stored-dtype.ts";
import { BLOCK_LENGTH, type Values } from "./exact-block.ts";
import type { BlockValues } from "./kernel/block-place.ts";
import { FinitePairs } from "./kernel/finite-pairs.ts";
import { PairKernel } from "./kernel/pair-kernel.ts";
import { hasPatternLoop, toFloat32, toFloat64 } from "./kernel/widen.ts";
import { type ArmName, fitsFloat32, type MeterTask, ulpDtype } from "./meter-task.ts";
import { type PatternWriter, patternWriter } from "./ordinals.ts";
import { areSameIntegers, mayRound } from "./wide-integers.ts";

/** Of the larger of an element's types: complex128. */
const MAXIMUM_BYTES = 16;
export const DEFAULT_CHUNK_BYTES = 2 ** 20;
/** Between the arms, whose elements would else compete for the same sets of the first cache. */
const APART = 1088;

/** Buffers of one arm in the kernel's memory, reused from tensor to tensor. */
interface ArmBuffers {
  /** A chunk as it is stored. */
  readonly raw: Uint8Array;
  /** Of one block. */
  readonly float32: Float32Array;
  /** The same memory. */
  readonly bits: Int32Array;
  /** Patterns of the same block as sign and magnitude. */
  readonly patterns: Int32Array;
  /** Of the same block, where float32 does not hold it. */
  readonly float64: Float64Array;
}

/** The memory of one thread. */
export class Workspace {
  readonly #chunkBytes: number;
  #arms: Record<ArmName, ArmBuffers> | null = null;
  #shared: { kernel: PairKernel; finitePairs: FinitePairs } | null = null;

  /** @param chunkBytes of one arm that are read at once */
  constructor(chunkBytes = DEFAULT_CHUNK_BYTES) {
    this.#chunkBytes = Math.max(chunkBytes, MAXIMUM_BYTES * BLOCK_LENGTH);
  }

  /** Ready for one pair; the loader of the pair before it is of no use any more. */
  loaderFor(task: MeterTask): BlockLoader {
    if (this.#arms === null || this.#shared === null) {
      const kernel = new PairKernel(2 * (this.#chunkBytes + 4 * MAXIMUM_BYTES * BLOCK_LENGTH));
      const baseline = buffers(this.#chunkBytes, kernel);
      kernel.allocate(APART);
      this.#arms = { baseline, candidate: buffers(this.#chunkBytes, kernel) };
      this.#shared = { kernel, finitePairs: new FinitePairs(kernel) };
    }
    return new BlockLoader(task, this.#arms, this.#shared);
  }
}

function buffers(chunkBytes: number, kernel: PairKernel): ArmBuffers {
  const raw = kernel.allocate(chunkBytes);
  const words = kernel.allocate(4 * BLOCK_LENGTH);
  const patterns = kernel.allocate(4 * BLOCK_LENGTH);
  const wide = kernel.allocate(8 * BLOCK_LENGTH);
  return {
    raw,
    float32: new Float32Array(words.buffer, words.byteOffset, BLOCK_LENGTH),
    bits: new Int32Array(words.buffer, words.byteOffset, BLOCK_LENGTH),
    patterns: new Int32Array(patterns.buffer, patterns.byteOffset, BLOCK_LENGTH),
    float64: new Float64Array(wide.buffer, wide.byteOffset, BLOCK_LENGTH),
  };
}

/** Turns stored bytes of one pair into blocks of values. */
export class BlockLoader {
  readonly kernel: PairKernel;
  readonly finitePairs: FinitePairs;
  /** Values that are read at once: whole blocks. */
  readonly chunkLength: number;
  /** How many units of the patterns are one unit in the last place; 0 where there are no patterns. */
  readonly ulpScale: number;
  readonly #task: MeterTask;
  readonly #buffers: Record<ArmName, ArmBuffers>;
  readonly #isFloat32: boolean;
  readonly #mayRound: boolean;
  readonly #patterns: PatternSource;
  /** Whether values are where they were read: nothing is decoded, and views of them can be kept. */
  readonly #isInPlace: boolean;
  readonly #blocks = new Map<number, BlockValues>();

  constructor(
    task: MeterTask,
    arms: Record<ArmName, ArmBuffers>,
    { kernel, finitePairs }: { kernel: PairKernel; finitePairs: FinitePairs },
  ) {
    this.#task = task;
    this.#buffers = arms;
    this.kernel = kernel;
    this.finitePairs = finitePairs;
    this.#isFloat32 = fitsFloat32(task);
    this.#mayRound = mayRound([task.baseline, task.candidate]);
    const widest = Math.max(valueBits(task.baseline), valueBits(task.candidate));
    this.chunkLength = Math.floor((arms.baseline.raw.length * 8) / widest / BLOCK_LENGTH) * BLOCK_LENGTH;
    this.#patterns = patternSource(task);
    const dtype = ulpDtype(task);
    // A bfloat16 is a float32 whose last 16 bits are zero.
    if (dtype === "bfloat16" && this.#patterns === "values") this.ulpScale = 2 ** 16;
    else this.ulpScale = dtype === null ? 0 : 1;
    this.#isInPlace = ["float32", "complex64", "float64", "complex128"].some((each) => isBoth(task, each));
  }

  /** Where the bytes of the next `length` values of an arm go. */
  raw(arm: ArmName, length: number): Uint8Array {
    return this.#buffers[arm].raw.subarray(0, Math.ceil((length * valueBits(this.#task[arm])) / 8));
  }

  /** @param offset of the block in the chunk that was read, in values */
  load(offset: number, length: number): BlockValues {
    if (!this.#isInPlace || length !== BLOCK_LENGTH) return this.#load(offset, length);
    const block = this.#blocks.get(offset) ?? this.#load(offset, length);
    this.#blocks.set(offset, block);
    return block;
  }

  /**
   * Of a block that was loaded last and whose values are the same in both arms: whether they are so before float64
   * rounds them, which it does to integers beyond 2^53.
   */
  isSameUnrounded(offset: number, { baseline, candidate }: BlockValues): boolean {
    if (!this.#mayRound) return true;
    const arm = (name: ArmName, values: Values) => {
      const dtype = this.#task[name];
      const start = (offset * valueBits(dtype)) / 8;
      const { raw } = this.#buffers[name];
      return { dtype, values, bytes: raw.subarray(start, start + (values.length * valueBits(dtype)) / 8) };
    };
    return areSameIntegers(arm("baseline", baseline), arm("candidate", candidate));
  }

  #load(offset: number, length: number): BlockValues {
    const baseline = this.#values("baseline", offset, length);
    const candidate = this.#values("candidate", offset, length);
    if (this.#patterns === "none") return { baseline, candidate, patterns: null };
    const patterns = {
      baseline: this.#patternsOf("baseline", baseline),
      candidate: this.#patternsOf("candidate", candidate),
    };
    return { baseline, candidate, patterns };
  }

  #values(arm: ArmName, offset: number, length: number): Values {
    const dtype = this.#task[arm];
    const { raw, float32, float64, patterns } = this.#buffers[arm];
    const start = raw.byteOffset + (offset * valueBits(dtype)) / 8;
    const { kernel } = this;
    // Loops take whole vectors: up to seven values more are read and written.
    const whole = Math.ceil(length / 8) * 8;
    const isStoredFloat32 = dtype === "float32" || dtype === "complex64";
    if (VALUE_PRECISION[dtype] === "float64") {
      if (dtype === "float64" || dtype === "complex128") return new Float64Array(raw.buffer, start, length);
      toFloat64(kernel, dtype, { from: start, values: float64.byteOffset, bits: 0, length: whole });
      return shortened(float64, length);
    }
    if (!isStoredFloat32)
      toFloat32(kernel, dtype, {
        from: start,
        values: float32.byteOffset,
        bits: patterns.byteOffset,
        length: whole,
      });
    const narrow = isStoredFloat32 ? new Float32Array(raw.buffer, start, length) : shortened(float32, length);
    if (this.#isFloat32) return narrow;
    const place = { from: narrow.byteOffset, values: float64.byteOffset, bits: 0, length: whole };
    toFloat64(kernel, "float32", place);
    return shortened(float64, length);
  }

  #patternsOf(arm: ArmName, values: Values): Int32Array {
    const { float32, bits, patterns } = this.#buffers[arm];
    const { length } = values;
    const source = this.#patterns;
    if (source === "values")
      return values === float32 ? bits : new Int32Array(values.buffer, values.byteOffset, length);
    if (source === "bfloat16")
      this.kernel.exports.bfloat16Bits(values.byteOffset, patterns.byteOffset, Math.ceil(length / 8) * 8);
    else if (source === "float32")
      this.kernel.exports.float32Bits(values.byteOffset, patterns.byteOffset, Math.ceil(length / 8) * 8);
    const own = shortened(patterns, length);
    if (typeof source === "function") source(values, own);
    return own;
  }
}

/**
 * Where patterns come from: there are none but those of float64, the values are they, they were decoded with the
 * values, the kernel rounds the values to float32 or to bfloat16, or a function writes them.
 */
type PatternSource = "none" | "values" | "decoded" | "float32" | "bfloat16" | PatternWriter;

function patternSource(task: MeterTask): PatternSource {
  const dtype = ulpDtype(task);
  if (dtype === null || dtype === "float64" || dtype === "complex128") return "none";
  const isFloat32 = fitsFloat32(task);
  if (dtype === "float32" || dtype === "complex64") return isFloat32 ? "values" : "float32";
  if (isBoth(task, "bfloat16")) return "values";
  if (dtype === "bfloat16" && isFloat32) return "bfloat16";
  if (isBoth(task, dtype) && hasPatternLoop(dtype)) return "decoded";
  return patternWriter(dtype);
}

function shortened<Values_ extends Float32Array | Float64Array | Int32Array>(
  values: Values_,
  length: number,
): Values_ {
  return length === values.length ? values : (values.subarray(0, length) as Values_);
}

function isBoth(task: MeterTask, dtype: string): boolean {
  return task.baseline === dtype && task.candidate === dtype;
}

/** Bits of one value: half of a complex number. */
function valueBits(dtype: StoredDType): number {
  return dtype === "complex64" || dtype === "complex128"
    ? BITS_PER_ELEMENT[dtype] / 2
    : BITS_PER_ELEMENT[dtype];
}
