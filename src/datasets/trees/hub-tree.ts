import { createReadStream } from "node:fs";
import { FvalidateError } from "../../support/errors.ts";
import type { RemoteFile } from "../hub/hub.ts";
import type { FileTree } from "./file-tree.ts";
import { leadsOut } from "./folder-tree.ts";
import { pathWithin } from "./safe-path.ts";

/** The files of a hub's repository: each comes when it is asked for, and stays. */
export function hubTree(
  name: string,
  files: readonly RemoteFile[],
  fetch: (file: RemoteFile) => Promise<string>,
): FileTree {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const localPath = (path: string) => {
    const file = byPath.get(path);
    if (file === undefined) throw new FvalidateError("input", `${name} holds no ${path}.`);
    return fetch(file);
  };
  return {
    name,
    list: async () => files.map(({ path, bytes }) => ({ path, bytes })),
    async find(path) {
      const plain = pathWithin("", path);
      if (plain === null) throw leadsOut(name, path);
      const file = byPath.get(plain);
      return file === undefined ? null : { path: plain, bytes: file.bytes };
    },
    open: async (path) => createReadStream(await localPath(path), { highWaterMark: 2 ** 18 }),
    localPath: async (path) => localPath(path),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
