import { FvalidateError } from "../../support/errors.ts";
import type { StoredDType } from "../stored/stored-dtype.ts";
import type { TensorFile } from "../stored/stored-tensor.ts";

export interface OpenOptions {
  /** What elements are that their file cannot name: bfloat16 and 8-bit floats in `.npy` and `.npz`. */
  readonly dtype?: StoredDType;
  /**
   * Whether an array whose own element type cannot be the declared one is read as it is, instead of being refused: so
   * it is among many, in a folder or an archive.
   */
  readonly othersAsTheyAre?: boolean;
}

/** How many of a file's first bytes `recognises` is shown; all of them where the file is shorter. */
export const START_BYTES = 512;

/** One kind of file that holds tensors. */
export interface TensorFormat {
  /** As messages and reports name it: `npy`, `npz`, `safetensors`, `pt`, `JSON`. */
  readonly name: string;
  /** Endings in lower case, with the dot: what a file is taken for whose content says nothing. */
  readonly extensions: readonly string[];
  /**
   * Set where the file only says what others beside it hold: it is opened before them, they are not opened by themselves,
   * and its tensors have no name of a file before theirs.
   */
  readonly speaksForOthers?: true;
  /** Whether the content is of this format. Damaged files too, as far as they begin like one: `open` says what is wrong. */
  recognises(start: Uint8Array, path: string): boolean;
  /**
   * Reads what the file holds, checks it, and says where its elements are; no elements are read but where the format
   * leaves no choice.
   * @throws HoldsNoTensors where the file is a good one of its kind and simply of something else
   * @throws FvalidateError of kind `input` that names the file, and the byte at which it is wrong
   */
  open(path: string, options: OpenOptions): Promise<TensorFile>;
}

/** One kind of folder whose files belong together: a dump of a model's layers. */
export interface FolderFormat {
  readonly name: string;
  /** @param names what lies directly in the folder: files, and folders with `/` behind their names; sorted */
  recognisesFolder(path: string, names: readonly string[]): boolean | Promise<boolean>;
  /** @throws FvalidateError of kind `input` that names the file, and what is wrong with it */
  open(path: string, options: OpenOptions): Promise<TensorFile>;
}

/** A file that is whole but of something else than tensors: in a folder it is passed over with a note. */
export class HoldsNoTensors extends FvalidateError {
  constructor(message: string, hint: string) {
    super("input", message, { hint });
    this.name = "HoldsNoTensors";
  }
}
