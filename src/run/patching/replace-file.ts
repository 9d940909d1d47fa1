import { chmod, chown, open, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writing } from "../../support/write-file.ts";

/**
 * Replaces a file's bytes so that at every moment the old or the new ones are there: written beside it, flushed to
 * the disk, renamed over it. Keeps its mode and owner.
 *
 * @param path of the file itself, symbolic links resolved
 * @throws FvalidateError of kind `output`; the file is as it was then
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await writing(path, async () => {
    const before = await stat(path);
    const temporary = join(dirname(path), `.${basename(path)}.fvalidate-${process.pid}`);
    try {
      await writeFlushed(temporary, bytes);
      await chmod(temporary, before.mode);
      if (process.getuid?.() === 0) await chown(temporary, before.uid, before.gid);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/** Writes a new file and flushes it to the disk. */
export async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, "wx");
  await file.writeFile(bytes);
  await file.sync();
}

/** Does something to the files of a folder and gives the folder its times back. */
export async function keepingFolderTimes<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  const folder = dirname(path);
  const { atime, mtime } = await stat(folder);
  try {
    return await work();
  } finally {
    // Not ours where the folder is not: the times then stay as the work left them.
    await utimes(folder, atime, mtime).catch(() => undefined);
  }
}
