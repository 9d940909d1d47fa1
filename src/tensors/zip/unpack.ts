import { FvalidateError } from "../../support/errors.ts";
import { cannotRead } from "../npy-file.ts";
import type { StorageLocation, StoredTensor } from "../stored/stored-tensor.ts";
import { inflatedPieces } from "./inflate.ts";
import { type ScratchFolder, scratchFailure } from "./scratch.ts";

type Deflated = Extract<StorageLocation, { kind: "deflated" }>;

/** Larger ones go into files. */
const LARGEST_IN_MEMORY = 2 ** 24;

/**
 * Unpacks what is deflated, so that any part of it can be read: smaller ones into memory that workers share, others
 * into files of the scratch folder. Length and CRC-32 are checked on the way. A storage that several tensors share is
 * unpacked once. Tensors that are not deflated are returned as they are.
 *
 * @returns the tensors in the order given; give them to `releaseUnpacked` when they are done with
 * @throws FvalidateError of kind `input` for damaged data, of kind `output` where there is no room for it
 */
export async function unpackDeflated(
  tensors: readonly StoredTensor[],
  scratch: ScratchFolder,
): Promise<StoredTensor[]> {
  const unpacked = new Map<string, StorageLocation>();
  const results: StoredTensor[] = [];
  for (const tensor of tensors) {
    const { location } = tensor;
    if (location.kind === "deflated") {
      const key = JSON.stringify([
        location.path,
        location.offset,
        location.unpackedOffset,
        location.byteLength,
      ]);
      const place = unpacked.get(key) ?? (await unpackedLocation(location, scratch));
      unpacked.set(key, place);
      results.push({ ...tensor, location: place });
    } else {
      results.push(tensor);
    }
  }
  return results;
}

/** Frees the memory and removes the files of tensors that `unpackDeflated` returned, except of those it left alone. */
export async function releaseUnpacked(
  unpacked: readonly StoredTensor[],
  scratch: ScratchFolder,
): Promise<void> {
  const shared = new Set<SharedArrayBuffer | string>();
  for (const { location } of unpacked) {
    if (location.kind === "memory" && !shared.has(location.bytes)) {
      shared.add(location.bytes);
      scratch.giveBackMemory(location.bytes.byteLength);
    }
    if (location.kind === "file" && !shared.has(location.path)) {
      shared.add(location.path);
      await scratch.removeFile(location.path);
    }
  }
}

async function unpackedLocation(location: Deflated, scratch: ScratchFolder): Promise<StorageLocation> {
  try {
    const { byteLength } = location;
    const inMemory = byteLength <= LARGEST_IN_MEMORY && scratch.takeMemory(byteLength);
    return inMemory ? await intoMemory(location, scratch) : await intoFile(location, scratch);
  } catch (error) {
    const isFileAtFault = error instanceof FvalidateError && error.kind === "input";
    throw isFileAtFault ? cannotRead(location.path, error, "Save it again.") : error;
  }
}

async function intoMemory(location: Deflated, scratch: ScratchFolder): Promise<StorageLocation> {
  const { byteLength } = location;
  const bytes = new SharedArrayBuffer(byteLength);
  const target = new Uint8Array(bytes);
  let filled = 0;
  try {
    for await (const piece of storagePieces(location)) {
      target.set(piece, filled);
      filled += piece.length;
    }
  } catch (error) {
    scratch.giveBackMemory(byteLength);
    throw error;
  }
  return { kind: "memory", bytes, byteLength };
}

async function intoFile(location: Deflated, scratch: ScratchFolder): Promise<StorageLocation> {
  const { byteLength } = location;
  const { path, handle } = await scratch.newFile(byteLength);
  try {
    for await (const piece of storagePieces(location))
      await handle.writeFile(piece).catch(failingIn(path, byteLength));
  } catch (error) {
    await scratch.removeFile(path);
    throw error;
  } finally {
    await handle.close();
  }
  return { kind: "file", path, offset: 0, byteLength };
}

function failingIn(path: string, byteLength: number) {
  return (error: unknown) => {
    throw scratchFailure(error, path, byteLength);
  };
}

/** The pieces of a member with what stands before and behind the storage cut off. */
async function* storagePieces(location: Deflated): AsyncGenerator<Uint8Array, void, undefined> {
  const { unpackedOffset, byteLength } = location;
  let position = -unpackedOffset;
  for await (const piece of inflatedPieces(location)) {
    const part = piece.subarray(Math.max(0, -position), Math.max(0, byteLength - position));
    if (part.length > 0) yield part;
    position += piece.length;
  }
}
