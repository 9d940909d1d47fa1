import { chmod, chown, open, rename, rm, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { writing } from "../../support/write-file.ts";

/**
 * Replaces a file's bytes so that at every moment the old or the new ones are there: written beside it, flushed to
 * the disk, renamed over it. Keeps its mode and owner, and its folder's times.
 *
 * @param path of the file itself, symbolic links resolved
 * @throws FvalidateError of kind `output`; the file is as it was then
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await writing(path, async () => {
    const folder = dirname(path);
    const [before, folderBefore] = [await stat(path), await stat(folder)];
    const temporary = join(folder, `.${basename(path)}.fvalidate-${process.pid}`);
    try {
      await writeFlushed(temporary, bytes);
      await chmod(temporary, before.mode);
      if (process.getuid?.() === 0) await chown(temporary, before.uid, before.gid);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await utimes(folder, folderBefore.atime, folderBefore.mtime);
  });
}

/** Writes a new file and flushes it to the disk. */
export async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, "wx");
  await file.writeFile(bytes);
  await file.sync();
}
