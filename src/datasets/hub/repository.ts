import type { DataFile, DataSetOptions } from "../data-set.ts";
import { hashesOf } from "../file-hash.ts";
import { type CheckedFile, type RepositoryCache, repositoryCache } from "./cache.ts";
import { download } from "./download.ts";
import { HubFailure } from "./failure.ts";
import type { HttpClient, HttpClientOptions } from "./http-client.ts";
import type { Hub, RemoteFile, Snapshot } from "./hub.ts";

/** How a hub is asked; absent offline. */
export interface Connection {
  readonly client: HttpClient;
  failureOf(...args: Parameters<HttpClientOptions["failureOf"]>): HubFailure;
}

/** One revision of a repository: its files are fetched into the cache as they are asked for. */
export interface Repository {
  readonly hub: Hub;
  readonly id: string;
  readonly snapshot: Snapshot;
  /** What to say about how the revision was found. */
  readonly notes: readonly string[];
  fetch(file: RemoteFile): Promise<DataFile & { readonly localPath: string }>;
}

export interface RepositoryOptions {
  readonly hub: Hub;
  readonly id: string;
  readonly revision: string;
  readonly connection: Connection | null;
  readonly options: DataSetOptions;
}

/**
 * Looks up a revision: at the hub, or in the cache where there is no connection or the hub cannot be reached.
 * @throws HubFailure
 */
export async function openRepository(wanted: RepositoryOptions): Promise<Repository> {
  const { hub, id, revision, connection, options } = wanted;
  const cache = repositoryCache(options.cacheFolder, hub.folder, id);
  const { snapshot, notes } = await snapshotOf(wanted, cache);
  const under = new Map<string, Promise<CheckedFile>>();
  return {
    hub,
    id,
    snapshot,
    notes,
    async fetch(file) {
      // Asked for twice at once, a file is fetched once.
      const pending =
        under.get(file.path) ?? fetchInto({ cache, hub, id, snapshot, file, connection, options, revision });
      under.set(file.path, pending);
      const checked = await pending.finally(() => under.delete(file.path));
      return { ...checked, localPath: cache.contentPath(snapshot.commit, file.path) };
    },
  };
}

async function snapshotOf({ hub, id, revision, connection }: RepositoryOptions, cache: RepositoryCache) {
  const cached = async () => {
    const commit = (await cache.commitOf(revision)) ?? revision;
    return /^[\w-]+$/.test(commit) ? cache.snapshot(commit) : null;
  };
  if (connection === null) {
    const snapshot = await cached();
    if (snapshot !== null) return { snapshot, notes: [] };
    throw new HubFailure(
      "unreachable",
      `${hub.name}'s ${id} is not in the cache, and HF_HUB_OFFLINE is set.`,
      {
        hint: "Run once without HF_HUB_OFFLINE, or name a file or folder of this machine.",
      },
    );
  }
  try {
    const snapshot = await hub.snapshot(id, revision, (commit) => cache.snapshot(commit));
    await cache.keepSnapshot(snapshot);
    await cache.keepCommit(revision, snapshot.commit);
    return { snapshot, notes: [] };
  } catch (error) {
    if (!(error instanceof HubFailure) || error.reason !== "unreachable") throw error;
    const snapshot = await cached();
    if (snapshot === null) throw error;
    const note = `${hub.name} was not reached: ${id} is read from the cache, as it was when it was last looked up.`;
    return { snapshot, notes: [note] };
  }
}

interface FetchInto extends RepositoryOptions {
  readonly cache: RepositoryCache;
  readonly snapshot: Snapshot;
  readonly file: RemoteFile;
}

async function fetchInto({
  cache,
  hub,
  id,
  snapshot,
  file,
  connection,
  options,
}: FetchInto): Promise<CheckedFile> {
  const there = await cache.checked(snapshot.commit, file);
  if (there !== null) return there;
  const target = cache.contentPath(snapshot.commit, file.path);
  const kept = (await isWhole(target, file, options.signal)) ?? (await fetched());
  const checked = { path: file.path, bytes: file.bytes, sha256: kept };
  await cache.keepChecked(snapshot.commit, checked);
  return checked;

  async function fetched(): Promise<string> {
    if (connection === null) {
      throw new HubFailure(
        "unreachable",
        `${file.path} of ${id} is not in the cache, and HF_HUB_OFFLINE is set.`,
        {
          hint: "Run once without HF_HUB_OFFLINE.",
        },
      );
    }
    const { client, failureOf } = connection;
    return download({
      client,
      address: hub.fileAddress(id, snapshot.revision, file.path),
      file,
      target,
      signal: options.signal,
      retryMilliseconds: options.retryMilliseconds ?? 1000,
      onProgress: options.onProgress,
      failureOf: (status, headers, text) => failureOf(status, headers, text),
    });
  }
}

/** The SHA-256 of a file that is there without a note of its check, where its content is right. */
async function isWhole(
  path: string,
  { sha256, gitSha1, bytes }: RemoteFile,
  signal: AbortSignal,
): Promise<string | null> {
  const hashes = await hashesOf(path, { signal, gitBytes: bytes }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return null;
  });
  if (hashes === null || (sha256 === null && gitSha1 === null)) return null;
  const fits = (sha256 ?? hashes.sha256) === hashes.sha256 && (gitSha1 ?? hashes.gitSha1) === hashes.gitSha1;
  return fits ? hashes.sha256 : null;
}
