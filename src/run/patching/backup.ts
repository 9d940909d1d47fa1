import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { FvalidateError } from "../../support/errors.ts";
import { sha256 } from "../../support/hash.ts";
import { writeWhole, writing } from "../../support/write-file.ts";
import { writeFlushed } from "./replace-file.ts";

const record = z.strictObject({
  schema: z.literal("fvalidate.patch/1"),
  /** SHA-256 of the bytes from before the first patch. */
  original: z.string(),
  /** SHA-256 of what the last patch found and of what it wrote: a kill between the two leaves either. */
  patched: z.array(z.string()),
});

const originalOf = (path: string) => `${path}.fvalidate-original`;
const recordOf = (path: string) => `${path}.fvalidate.json`;

/** Keeps the bytes from before the first patch; made once, never overwritten. */
export async function keepOriginal(path: string, bytes: Uint8Array): Promise<void> {
  const backup = originalOf(path);
  if (existsSync(backup)) return;
  await writing(backup, () => writeFlushed(backup, bytes));
}

/** Notes what a patch is about to do, so that `restore` can tell a patch from a later edit. */
export async function notePatch(
  path: string,
  patch: { before: Uint8Array; after: Uint8Array },
): Promise<void> {
  const original = sha256(await readFile(originalOf(path)));
  const content = {
    schema: "fvalidate.patch/1",
    original,
    patched: [sha256(patch.before), sha256(patch.after)],
  };
  await writeWhole(recordOf(path), `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * The bytes from before the first patch.
 * @param current the file's bytes now
 * @throws FvalidateError of kind `input` when there is no backup, when it was changed, or when the file was
 */
export async function originalBytes(path: string, current: Uint8Array): Promise<Uint8Array> {
  if (!existsSync(originalOf(path)) || !existsSync(recordOf(path))) {
    throw new FvalidateError("input", `${path} has no backup: it was never patched.`);
  }
  const bytes = await readFile(originalOf(path));
  const noted = record.parse(JSON.parse(await readFile(recordOf(path), "utf8")));
  if (sha256(bytes) !== noted.original) {
    throw new FvalidateError(
      "input",
      `${originalOf(path)} was changed: its SHA-256 is not the noted ${noted.original}.`,
      {
        hint: "Nothing was changed. Take the file from its source again.",
      },
    );
  }
  const now = sha256(current);
  if (now === noted.original || noted.patched.includes(now)) return bytes;
  throw new FvalidateError("input", `${path} was changed since the last patch; restoring would lose that.`, {
    hint: `Switch flag_gems on with "fvalidate patch flagos", which keeps other changes, or copy ${originalOf(path)} over it.`,
  });
}

/** Forgets the backup of a restored file. */
export async function forgetOriginal(path: string): Promise<void> {
  await rm(recordOf(path), { force: true });
  await rm(originalOf(path), { force: true });
}
