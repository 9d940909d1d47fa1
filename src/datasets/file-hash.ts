import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { FvalidateError } from "../support/errors.ts";
import { reasonOf } from "./reason.ts";

/**
 * SHA-256 of a file, and the name that git gives its content where it is wanted: the SHA-1 of its length and itself.
 * @throws FvalidateError of kind `input` for a file that cannot be read
 */
export async function hashesOf(
  path: string,
  { signal, gitBytes }: { readonly signal?: AbortSignal; readonly gitBytes?: number } = {},
): Promise<{ readonly sha256: string; readonly gitSha1: string | null }> {
  const sha256 = createHash("sha256");
  const git = gitBytes === undefined ? null : createHash("sha1").update(`blob ${gitBytes}\0`);
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20, ...(signal && { signal }) })) {
      update([sha256, git], chunk);
    }
  } catch (error) {
    if (signal?.aborted === true) throw new FvalidateError("interrupted", `Reading ${path} was stopped.`);
    throw new FvalidateError("input", `Cannot read ${path}: ${reasonOf(error)}.`, { cause: error });
  }
  return { sha256: sha256.digest("hex"), gitSha1: git?.digest("hex") ?? null };
}

function update(hashes: readonly (Hash | null)[], chunk: Uint8Array): void {
  for (const hash of hashes) hash?.update(chunk);
}
