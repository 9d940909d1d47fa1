import type { StoredDType } from "./stored-dtype.ts";

/**
 * Where the bytes of a tensor's storage are: plain data, so that a worker thread can be told and opens the file for
 * itself. `deflated` bytes can only be read from the start on; they are unpacked before anything is compared.
 */
export type StorageLocation =
  | { readonly kind: "file"; readonly path: string; readonly offset: number; readonly byteLength: number }
  | {
      readonly kind: "deflated";
      readonly path: string;
      readonly offset: number;
      readonly compressedLength: number;
      /** Of the whole unpacked member, as the archive says; checked while it is unpacked. */
      readonly unpackedLength: number;
      readonly crc32: number;
      /** Where the storage begins in the unpacked member, and how long it is. */
      readonly unpackedOffset: number;
      readonly byteLength: number;
    }
  | { readonly kind: "memory"; readonly bytes: SharedArrayBuffer; readonly byteLength: number };

/** Where a tensor stands in a dump of a model's layers. */
export interface DumpPlace {
  /** Place of its call in the order of calls, from 0. */
  readonly call: number;
  /** The module or function, as the dump names it; inputs and outputs of one call share it. */
  readonly layer: string;
  readonly part: "input" | "output";
}

/** One tensor of a file: what it is and where its elements are, not yet read. Plain data. */
export interface StoredTensor {
  /** As the file names it; the file's own name without its extension where it holds a single tensor. */
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly littleEndian: boolean;
  /**
   * Elements from one index to the next along each axis, counted in the storage. `null` for C order without gaps,
   * which is what all but Fortran-ordered `.npy` files and views in `.pt` files are.
   */
  readonly strides: readonly number[] | null;
  /** Elements of the storage before the first one of this tensor. */
  readonly firstElement: number;
  readonly location: StorageLocation;
  /** Absent but in layer dumps. */
  readonly dump?: DumpPlace;
}

/** What one file, or one folder of a dump, holds. */
export interface TensorFile {
  /** `npy`, `npz`, `safetensors`, `pt`, `json`, `msprobe dump`, `SGLang dump`. */
  readonly format: string;
  readonly tensors: readonly StoredTensor[];
  /** What a reader should know though nothing is wrong: members without tensors, metadata that was left out. */
  readonly notes: readonly string[];
}
