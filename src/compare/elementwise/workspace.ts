import { decodeElements } from "../../tensors/decode/decode-elements.ts";
import { BITS_PER_ELEMENT, type StoredDType } from "../../tensors/stored/stored-dtype.ts";
import { BLOCK_LENGTH, type Values } from "./exact-block.ts";
import { PairKernel } from "./kernel/pair-kernel.ts";
import { type ArmName, fitsFloat32, type MeterTask, ulpDtype, valueCount } from "./meter-task.ts";
import { type PatternWriter, patternWriter } from "./ordinals.ts";

/** Of the larger of an element's types: complex128. */
const MAXIMUM_BYTES = 16;
export const DEFAULT_CHUNK_BYTES = 2 ** 20;

/** Buffers of one arm, reused from tensor to tensor. */
interface ArmBuffers {
  /** A chunk as it is stored. */
  readonly raw: Uint8Array;
  readonly float32: Float32Array;
  /** The same memory. */
  readonly bits: Int32Array;
  /** Patterns of one block as sign and magnitude. */
  readonly patterns: Int32Array;
  /** Of the same block, where float32 does not hold it. */
  readonly float64: Float64Array;
}

/** The memory of one thread. */
export class Workspace {
  readonly #chunkBytes: number;
  #kernel: PairKernel | null = null;
  #plain: Record<ArmName, ArmBuffers> | null = null;
  #fast: Record<ArmName, ArmBuffers> | null = null;

  /** @param chunkBytes of one arm that are read at once */
  constructor(chunkBytes = DEFAULT_CHUNK_BYTES) {
    this.#chunkBytes = Math.max(chunkBytes, MAXIMUM_BYTES * BLOCK_LENGTH);
  }

  /** Ready for one pair; the loader of the pair before it is of no use any more. */
  loaderFor(task: MeterTask): BlockLoader {
    const isFast = fitsFloat32(task) && valueCount(task) >= BLOCK_LENGTH;
    if (!isFast) {
      this.#plain ??= eachArm(() => buffers(this.#chunkBytes, (bytes) => new Uint8Array(bytes)));
      return new BlockLoader(task, this.#plain, null);
    }
    if (this.#kernel === null || this.#fast === null) {
      const kernel = new PairKernel(2 * (this.#chunkBytes + 4 * MAXIMUM_BYTES * BLOCK_LENGTH));
      this.#fast = eachArm(() => buffers(this.#chunkBytes, (bytes) => kernel.allocate(bytes)));
      this.#kernel = kernel;
    }
    return new BlockLoader(task, this.#fast, this.#kernel);
  }
}

function eachArm<Value>(make: () => Value): Record<ArmName, Value> {
  return { baseline: make(), candidate: make() };
}

function buffers(chunkBytes: number, allocate: (bytes: number) => Uint8Array): ArmBuffers {
  const raw = allocate(chunkBytes);
  const words = allocate(4 * BLOCK_LENGTH);
  const patterns = allocate(4 * BLOCK_LENGTH);
  return {
    raw,
    float32: new Float32Array(words.buffer, words.byteOffset, BLOCK_LENGTH),
    bits: new Int32Array(words.buffer, words.byteOffset, BLOCK_LENGTH),
    patterns: new Int32Array(patterns.buffer, patterns.byteOffset, BLOCK_LENGTH),
    float64: new Float64Array(BLOCK_LENGTH),
  };
}

/** The values of one block of both arms. */
export interface LoadedBlock {
  readonly baseline: Values;
  readonly candidate: Values;
  /** Patterns as sign and magnitude; `null` where there are none, or only those of float64. */
  readonly patterns: Record<ArmName, Int32Array> | null;
}

/** Turns stored bytes of one pair into blocks of values. */
export class BlockLoader {
  readonly kernel: PairKernel | null;
  /** Values that are read at once: whole blocks. */
  readonly chunkLength: number;
  /** How many units of the patterns are one unit in the last place; 0 where there are no patterns. */
  readonly ulpScale: number;
  readonly #task: MeterTask;
  readonly #buffers: Record<ArmName, ArmBuffers>;
  readonly #isFloat32: boolean;
  readonly #writePatterns: PatternWriter | null;
  /** Whether values are where they were read: nothing is decoded, and views of them can be kept. */
  readonly #isInPlace: boolean;
  readonly #blocks = new Map<number, LoadedBlock>();

  constructor(task: MeterTask, arms: Record<ArmName, ArmBuffers>, kernel: PairKernel | null) {
    this.#task = task;
    this.#buffers = arms;
    this.kernel = kernel;
    this.#isFloat32 = fitsFloat32(task);
    const widest = Math.max(valueBits(task.baseline), valueBits(task.candidate));
    this.chunkLength = Math.floor((arms.baseline.raw.length * 8) / widest / BLOCK_LENGTH) * BLOCK_LENGTH;
    const dtype = ulpDtype(task);
    const hasPatterns = dtype !== null && dtype !== "float64" && dtype !== "complex128";
    // A bfloat16 is a float32 whose last 16 bits are zero.
    this.ulpScale = hasPatterns ? (isBoth(task, "bfloat16") ? 2 ** 16 : 1) : 0;
    const valuesAreThem = ["bfloat16", "float32", "complex64"].some((each) => isBoth(task, each));
    this.#isInPlace = isBoth(task, "float32") || isBoth(task, "complex64");
    this.#writePatterns = hasPatterns && !valuesAreThem ? patternWriter(dtype) : null;
  }

  /** Where the bytes of the next `length` values of an arm go. */
  raw(arm: ArmName, length: number): Uint8Array {
    return this.#buffers[arm].raw.subarray(0, Math.ceil((length * valueBits(this.#task[arm])) / 8));
  }

  /** @param offset of the block in the chunk that was read, in values */
  load(offset: number, length: number): LoadedBlock {
    if (!this.#isInPlace || length !== BLOCK_LENGTH) return this.#load(offset, length);
    const block = this.#blocks.get(offset) ?? this.#load(offset, length);
    this.#blocks.set(offset, block);
    return block;
  }

  #load(offset: number, length: number): LoadedBlock {
    const widened = this.kernel !== null && length === BLOCK_LENGTH && isBoth(this.#task, "float16");
    const baseline = this.#values("baseline", offset, length);
    const candidate = this.#values("candidate", offset, length);
    if (this.ulpScale === 0) return { baseline, candidate, patterns: null };
    const patternsOf = (arm: ArmName, values: Values) => {
      const { patterns, float32, bits } = this.#buffers[arm];
      if (values === float32 && this.#writePatterns === null) return bits;
      if (this.#writePatterns === null) return new Int32Array(values.buffer, values.byteOffset, length);
      const own = length === BLOCK_LENGTH ? patterns : patterns.subarray(0, length);
      if (!widened) this.#writePatterns(values, own);
      return own;
    };
    return {
      ...{ baseline, candidate },
      patterns: {
        baseline: patternsOf("baseline", baseline),
        candidate: patternsOf("candidate", candidate),
      },
    };
  }

  #values(arm: ArmName, offset: number, length: number): Values {
    const dtype = this.#task[arm];
    const { raw, float32, float64, patterns } = this.#buffers[arm];
    const bits = valueBits(dtype);
    const start = (offset * bits) / 8;
    if (this.#isFloat32 && (dtype === "float32" || dtype === "complex64"))
      return new Float32Array(raw.buffer, raw.byteOffset + start, length);
    if (this.kernel !== null && length === BLOCK_LENGTH) {
      const { exports } = this.kernel;
      const at = raw.byteOffset + start;
      if (dtype === "bfloat16") exports.widenBfloat16(at, float32.byteOffset);
      else if (dtype === "float16") exports.widenFloat16(at, float32.byteOffset, patterns.byteOffset);
      if (dtype === "bfloat16" || dtype === "float16") return float32;
    }
    const bytes = raw.subarray(start, Math.ceil(((offset + length) * bits) / 8));
    const values = (this.#isFloat32 ? float32 : float64).subarray(0, length);
    decodeElements(dtype, bytes, values);
    return values;
  }
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
