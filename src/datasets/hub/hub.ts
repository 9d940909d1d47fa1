/** A file of a hub's repository, with what its content can be checked by. */
export interface RemoteFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | null;
  /** The SHA-1 that git names a content by. */
  readonly gitSha1: string | null;
}

/** What a branch was when it was looked at. */
export interface Snapshot {
  /** The commit, or what stands for it where a hub tells none. */
  readonly commit: string;
  /** What its files are asked for by. */
  readonly revision: string;
  readonly files: readonly RemoteFile[];
}

/** A place where data sets are published. */
export interface Hub {
  readonly name: string;
  /** Of the cache. */
  readonly folder: string;
  readonly defaultRevision: string;
  /**
   * Looks up a revision.
   * @param known the files of a commit that was looked up before; `null` where it was not
   * @throws HubFailure
   */
  snapshot(
    id: string,
    revision: string,
    known: (commit: string) => Promise<Snapshot | null>,
  ): Promise<Snapshot>;
  fileAddress(id: string, revision: string, path: string): string;
  /** The page that a person opens. */
  page(id: string): string;
}
