import { basename, extname } from "node:path";

/** A file's own name without its extension: what a tensor is called that its file does not name. */
export function stemOf(path: string): string {
  const name = basename(path);
  return name.slice(0, name.length - extname(name).length);
}
