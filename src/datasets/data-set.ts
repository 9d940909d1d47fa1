import type { DataRow } from "../contracts/benchmark.ts";

/** A file that rows are read from. */
export interface DataFile {
  /** Relative to the data set's folder, or to the hub's repository. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Rows of a benchmark, and the files that they name. */
export interface DataSet extends AsyncDisposable {
  /** Which data these are, for reports: the hub's repository with its commit, or files with their hash. */
  readonly description: string;
  /** What somebody should know about how the files were found: another hub, another kind, patterns without a file. */
  readonly notes: readonly string[];
  readonly files: readonly DataFile[];
  /** Rows of the whole split as it is published: where fewer are read, say so. */
  readonly published: number;
  /**
   * Streams the rows, from the first one at each call; a file at a time, of a Parquet file a row group at a time.
   * @throws FvalidateError of kind `input` for files that cannot be read, and for rows that lack one of the columns
   */
  rows(): AsyncIterable<DataRow>;
  /**
   * A picture that a row names: relative to the row's file, then to the data set's folder, then by its name in `images/`
   * there; then the same in zips beside them.
   * @throws FvalidateError of kind `input` where it is not there, or outside of the data set
   */
  readFile(row: DataRow, path: string): Promise<Uint8Array>;
  /** The same, for a video: a file on this machine; `null` where it is not there. */
  localPath(row: DataRow, path: string): Promise<string | null>;
}

/** Where data sets come from, and where they are kept. */
export interface DataSetOptions {
  /** A file, folder or zip of this machine; `null`: the hubs. */
  readonly path: string | null;
  /** What is downloaded, unpacked or taken out of videos is kept here. */
  readonly cacheFolder: string;
  /** Whether only what is in the cache may be read. */
  readonly offline: boolean;
  readonly huggingFaceEndpoint: string;
  readonly huggingFaceToken: string | null;
  readonly modelScopeEndpoint: string;
  readonly signal: AbortSignal;
  /** Called as a file is downloaded. */
  onProgress(bytes: number, total: number, file: string): void;
  /** The first wait before a request is made again; each further one is twice as long. A second unless given. */
  readonly retryMilliseconds?: number;
}
