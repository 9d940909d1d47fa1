import * as z from "zod";
import { isPlainPath } from "../trees/safe-path.ts";
import { HubFailure } from "./failure.ts";
import type { RemoteFile } from "./hub.ts";

/** Checks what a hub answered. */
export function checkedAnswer<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  address: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HubFailure(
    "unreachable",
    `${address} answered other than a hub does: ${z.prettifyError(result.error)}.`,
    {
      hint: "Check the endpoint: a mirror must speak the hub's protocol.",
    },
  );
}

/** Files are written where their paths say: a hub must not name places outside of the cache. */
export function requirePlainPaths(files: readonly RemoteFile[], hub: string): readonly RemoteFile[] {
  const bad = files.find(({ path }) => !isPlainPath(path));
  if (bad === undefined) return files;
  throw new HubFailure(
    "damaged",
    `${hub} lists a file ${JSON.stringify(bad.path)}, which leads out of its repository.`,
  );
}

/** A path's names, each escaped. */
export function escapedPath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
