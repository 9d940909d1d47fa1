import { posix } from "node:path";

/**
 * A path of a tree, taken from a folder of it: `data` and `../images/1.png` give `images/1.png`.
 * @returns `null` for one that leads out of the tree, or that starts at a disk's root
 */
export function pathWithin(folder: string, path: string): string | null {
  const slashed = path.replaceAll("\\", "/");
  if (slashed.startsWith("/") || /^[A-Za-z]:/.test(slashed) || slashed.includes("\0")) return null;
  const joined = posix.join(folder, slashed);
  return joined === ".." || joined.startsWith("../") ? null : joined;
}

/** Whether a path is one of a tree already, written in the plainest way. */
export function isPlainPath(path: string): boolean {
  return path !== "" && !path.endsWith("/") && pathWithin("", path) === path;
}
