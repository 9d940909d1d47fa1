import { realpath } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";

/**
 * Tells of a path, its links followed, whether it still lies within a folder. The cache of Hugging Face's own tools keeps
 * contents in `blobs`, and `snapshots/<commit>` holds links to them: these are followed too.
 */
export async function withinFolder(folder: string): Promise<(realPath: string) => boolean> {
  const real = await realpath(folder);
  const roots = [withSeparator(real)];
  const snapshots = dirname(real);
  if (basename(snapshots) === "snapshots") roots.push(join(dirname(snapshots), "blobs") + sep);
  return (realPath) => roots.some((root) => realPath.startsWith(root));
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
