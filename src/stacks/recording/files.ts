import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FvalidateError, messageOf, systemCodeOf } from "../../support/errors.ts";
import { decodeNpy } from "../../tensors/npy.ts";
import type { Tensor } from "../../tensors/tensor.ts";
/** Reads the files of one recording, each checked against the SHA-256 in its manifest. */
export interface RecordingFiles {
  tensor(name: string): Promise<Tensor>;
  text(name: string): Promise<string>;
  /** Reads every file once, so that a damaged one is found before the first question. */
  checkAll(): Promise<void>;
}

/** @param hashes SHA-256 by the file's name */
export function recordingFiles(folder: string, hashes: Readonly<Record<string, string>>): RecordingFiles {
  const read = (name: string) => readVerified(join(folder, name), hashes[name]);
  return {
    tensor: async (name) => decodeNpy(await read(name), { name: join(folder, name) }),
    text: async (name) => new TextDecoder().decode(await read(name)),
    async checkAll() {
      for (const name of Object.keys(hashes)) await read(name);
    },
  };
}

async function readVerified(path: string, expected: string | undefined): Promise<Uint8Array> {
  const bytes = await readBytes(path);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found === expected) return bytes;
  const wanted =
    expected === undefined ? "the manifest lists no hash for it" : `recorded SHA-256 ${expected}`;
  throw new FvalidateError(
    "input",
    `${path} is not the file that was recorded: SHA-256 ${found} over ${bytes.length} bytes, ${wanted}.`,
    { hint: "It was truncated or changed after the recording: fetch the recording again." },
  );
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const reason = systemCodeOf(error) === "ENOENT" ? "it is not there" : messageOf(error);
    throw new FvalidateError("input", `Cannot read the recorded file ${path}: ${reason}.`, {
      hint: "The recording is incomplete: fetch it again.",
      cause: error,
    });
  }
}
