import { rmSync } from "node:fs";
import { type FileHandle, mkdtemp, open, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";

/** A place for unpacked bytes that is gone when it is disposed of, and when the process ends. */
export interface ScratchFolder extends AsyncDisposable {
  /** @returns whether so many bytes may be held in memory; they count until they are given back */
  takeMemory(byteLength: number): boolean;
  giveBackMemory(byteLength: number): void;
  /**
   * Opens a new file for so many bytes; the folder is made with the first one.
   * @throws FvalidateError of kind `output` where the disk has no room for them
   */
  newFile(byteLength: number): Promise<ScratchFile>;
  /** Removes a file that `newFile` made; any other path is left alone. */
  removeFile(path: string): Promise<void>;
}

export interface ScratchFile {
  readonly path: string;
  readonly handle: FileHandle;
}

/** What may be held in memory at once. */
const MEMORY_BYTES = 2 ** 25;

/** A scratch folder in the system's folder for temporary files (`TMPDIR`). */
export async function createScratch(parent: string = tmpdir()): Promise<ScratchFolder> {
  let folder: string | null = null;
  let memory = MEMORY_BYTES;
  const files = new Set<string>();
  let made = 0;
  // A second Ctrl-C ends the process without unwinding.
  const removeNow = () => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", removeNow);
  return {
    takeMemory(byteLength) {
      if (byteLength > memory) return false;
      memory -= byteLength;
      return true;
    },
    giveBackMemory(byteLength) {
      memory += byteLength;
    },
    async newFile(byteLength) {
      await requireRoom(parent, byteLength);
      folder ??= await mkdtemp(join(parent, "fvalidate-unpacked-"));
      made += 1;
      const path = join(folder, `${made}.bin`);
      files.add(path);
      return { path, handle: await open(path, "wx") };
    },
    async removeFile(path) {
      if (files.delete(path)) await rm(path, { force: true });
    },
    async [Symbol.asyncDispose]() {
      process.off("exit", removeNow);
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      folder = null;
    },
  };
}

async function requireRoom(parent: string, byteLength: number): Promise<void> {
  const { bavail, bsize } = await statfs(parent);
  if (bavail * bsize < byteLength) throw noRoom(parent, byteLength, `${bavail * bsize} bytes are free`);
}

/** What a failure to write into the scratch folder means. */
export function scratchFailure(error: unknown, place: string, byteLength: number): unknown {
  if (error instanceof FvalidateError) return error;
  const code = systemCodeOf(error) ?? "";
  if (["ENOSPC", "EDQUOT", "EFBIG"].includes(code)) return noRoom(place, byteLength, "the disk is full");
  return new FvalidateError("output", `Cannot unpack into ${place}: ${messageOf(error)}.`, { cause: error });
}

function noRoom(place: string, byteLength: number, found: string): FvalidateError {
  return new FvalidateError("output", `Cannot unpack ${byteLength} bytes into ${place}: ${found}.`, {
    hint: "Set TMPDIR to a folder with more room, or save the file without compression (numpy.savez).",
  });
}
