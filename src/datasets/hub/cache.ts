import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { FvalidateError } from "../../support/errors.ts";
import { writing } from "../../support/write-file.ts";
import { uniqueSuffix } from "../unique-suffix.ts";
import type { RemoteFile, Snapshot } from "./hub.ts";

const snapshotSchema = z.object({
  commit: z.string(),
  revision: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number(),
      sha256: z.string().nullable(),
      gitSha1: z.string().nullable(),
    }),
  ),
});

const checkedSchema = z.object({ path: z.string(), bytes: z.number(), sha256: z.string() });

export type CheckedFile = z.output<typeof checkedSchema>;

/**
 * One repository in the cache:
 *
 *     refs/<revision>          the commit that a branch was when it was last looked up
 *     <commit>.files.json      the repository's files, with what the hub says of them
 *     <commit>.checked.jsonl   the files that were downloaded and checked, with their SHA-256
 *     <commit>/…               their contents
 *
 * Contents appear under their names whole and checked, or not at all; all else is written beside and renamed. So any
 * number of processes may share a cache.
 */
export interface RepositoryCache {
  contentPath(commit: string, path: string): string;
  commitOf(revision: string): Promise<string | null>;
  keepCommit(revision: string, commit: string): Promise<void>;
  snapshot(commit: string): Promise<Snapshot | null>;
  keepSnapshot(snapshot: Snapshot): Promise<void>;
  /** A file that is there and was checked; `null` for one that must be fetched, or checked anew. */
  checked(commit: string, file: RemoteFile): Promise<CheckedFile | null>;
  keepChecked(commit: string, file: CheckedFile): Promise<void>;
}

/** @param id as `owner/name` */
export function repositoryCache(cacheFolder: string, hubFolder: string, id: string): RepositoryCache {
  const folder = join(cacheFolder, hubFolder, ...id.split("/").map(requireName));
  const refPath = (revision: string) =>
    join(folder, "refs", encodeURIComponent(revision).replace(/^\.+/, "_"));
  const filesPath = (commit: string) => join(folder, `${requireName(commit)}.files.json`);
  const checkedPath = (commit: string) => join(folder, `${requireName(commit)}.checked.jsonl`);
  const contentPath = (commit: string, path: string) => join(folder, requireName(commit), path);
  const read = new Map<string, Promise<Map<string, CheckedFile>>>();
  // Read once: what other processes add meanwhile is checked once more here, which does no harm.
  const checkedFiles = (commit: string) => {
    const files = read.get(commit) ?? textOf(checkedPath(commit)).then(checkedLines);
    read.set(commit, files);
    return files;
  };
  return {
    contentPath,
    commitOf: async (revision) => (await textOf(refPath(revision)))?.trim() ?? null,
    keepCommit: (revision, commit) => writeBeside(refPath(revision), `${commit}\n`),
    snapshot: async (commit) => parsed(snapshotSchema, await textOf(filesPath(commit))),
    keepSnapshot: (snapshot) => writeBeside(filesPath(snapshot.commit), JSON.stringify(snapshot)),
    async checked(commit, { path, bytes }) {
      const found = await stat(contentPath(commit, path)).catch(() => null);
      if (found?.isFile() !== true || found.size !== bytes) return null;
      return (await checkedFiles(commit)).get(path) ?? null;
    },
    // Appending a line is one act: lines of several processes do not mix.
    async keepChecked(commit, file) {
      (await checkedFiles(commit)).set(file.path, file);
      await writing(checkedPath(commit), () => appendFile(checkedPath(commit), `${JSON.stringify(file)}\n`));
    },
  };
}

/** A name of a folder or file, which must lead nowhere else. */
function requireName(name: string): string {
  if (/^[\w.-]+$/.test(name) && !/^\.+$/.test(name)) return name;
  throw new FvalidateError(
    "input",
    `${JSON.stringify(name)} cannot be a part of a data set's id or revision.`,
    {
      hint: "A data set is named as owner/name.",
    },
  );
}

function checkedLines(text: string | null): Map<string, CheckedFile> {
  const lines = (text ?? "").split("\n").map((line) => parsed(checkedSchema, line));
  return new Map(lines.flatMap((file) => (file === null ? [] : [[file.path, file]])));
}

async function textOf(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}

/** What is torn or from another version is as good as absent. */
function parsed<Schema extends z.ZodType>(schema: Schema, text: string | null): z.output<Schema> | null {
  if (text === null || text === "") return null;
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function writeBeside(path: string, content: string): Promise<void> {
  await writing(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.part-${uniqueSuffix()}`;
    try {
      await writeFile(temporary, content);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  });
}
