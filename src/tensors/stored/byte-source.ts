import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { FvalidateError } from "../../support/errors.ts";
import { reasonOf } from "../npy-file.ts";
import type { StorageLocation } from "./stored-tensor.ts";

/** The bytes of a tensor's storage, read at any position. */
export interface ByteSource {
  readonly byteLength: number;
  /**
   * Fills `target` with the bytes from `position` on, counted from the storage's start.
   * @throws FvalidateError of kind `input` for a file that cannot be read, or no longer has them
   */
  read(position: number, target: Uint8Array): void;
  [Symbol.dispose](): void;
}

/** @throws FvalidateError of kind `input` for a file that is gone, not readable, or shorter than it was */
export function openByteSource(location: StorageLocation): ByteSource {
  if (location.kind === "memory") return memorySource(location.bytes, location.byteLength);
  if (location.kind === "file") return fileSource(location.path, location.offset, location.byteLength);
  throw new Error(`What is deflated in ${location.path} has to be unpacked before its elements are read.`);
}

function memorySource(bytes: SharedArrayBuffer, byteLength: number): ByteSource {
  const all = new Uint8Array(bytes, 0, byteLength);
  return {
    byteLength,
    read(position, target) {
      target.set(all.subarray(position, position + target.length));
    },
    [Symbol.dispose]() {},
  };
}

function fileSource(path: string, offset: number, byteLength: number): ByteSource {
  const file = attempt(path, () => openSync(path, "r"));
  try {
    requireSize(path, attempt(path, () => fstatSync(file)).size, offset + byteLength);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  let open = true;
  return {
    byteLength,
    read: (position, target) => readFully(path, file, offset + position, target),
    [Symbol.dispose]() {
      // The number may belong to another file by the second time.
      if (open) closeSync(file);
      open = false;
    },
  };
}

/** Node refuses to read 2 GiB in one call. */
const PIECE = 2 ** 30;

/** One read may return less than was asked for. */
function readFully(path: string, file: number, position: number, target: Uint8Array): void {
  let filled = 0;
  while (filled < target.length) {
    const piece = Math.min(PIECE, target.length - filled);
    const count = attempt(path, () => readSync(file, target, filled, piece, position + filled));
    if (count === 0) requireSize(path, position + filled, position + target.length);
    filled += count;
  }
}

function requireSize(path: string, size: number, needed: number): void {
  if (size >= needed) return;
  throw new FvalidateError(
    "input",
    `Cannot read ${path}: it was changed while it was compared: it ends at byte ${size}, its tensors at byte ${needed} or behind.`,
    { hint: "Compare files that nothing writes to any more." },
  );
}

function attempt<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw new FvalidateError("input", `Cannot read ${path}: ${reasonOf(error)}.`, { cause: error });
  }
}
