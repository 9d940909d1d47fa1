import { basename, extname } from "node:path";

/**
 * A file's name without its extension: what a tensor is called that its file does not name.
 * @param path of which the folders are left out
 * @param extensions in lower case; a name that ends in none of them stays as it is, for `layer.0` has no extension. Unless
 *   they are given, whatever follows the last dot is one
 */
export function stemOf(path: string, extensions: readonly string[] = [extname(path).toLowerCase()]): string {
  return withoutExtension(basename(path), extensions);
}

/** The same with its folders. */
export function withoutExtension(path: string, extensions: readonly string[]): string {
  const lower = path.toLowerCase();
  const extension = extensions.find((ending) => lower.endsWith(ending)) ?? "";
  return path.slice(0, path.length - extension.length);
}
