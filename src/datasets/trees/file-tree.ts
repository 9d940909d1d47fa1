import type { Readable } from "node:stream";

/** A file of a tree; its path has `/` between its names, wherever it lies. */
export interface TreeFile {
  readonly path: string;
  readonly bytes: number;
}

/** Files under paths: a folder, a zip, or a hub's repository, whose files come as they are asked for. */
export interface FileTree extends AsyncDisposable {
  /** As messages name it. */
  readonly name: string;
  /** All files but hidden ones. */
  list(): Promise<readonly TreeFile[]>;
  /**
   * Looks up a path that data name, not a person: what leads out of the tree, by a symbolic link too, is refused.
   * @returns `null` where there is no such file
   * @throws FvalidateError of kind `input` for a path that leads out
   */
  find(path: string): Promise<TreeFile | null>;
  /** The content of a file that `list` or `find` gave. */
  open(path: string): Promise<Readable>;
  /** A file on this machine with that content, for programs that need one. */
  localPath(path: string): Promise<string>;
}
