import type { DataSource, HubDataSet } from "../contracts/benchmark.ts";
import { FvalidateError } from "../support/errors.ts";
import { chooseRemoteFiles } from "./choose-files.ts";
import { composeDataSet } from "./compose-data-set.ts";
import type { DataFile, DataSet, DataSetOptions } from "./data-set.ts";
import { HubFailure } from "./hub/failure.ts";
import { type HttpClient, openHttpClient } from "./hub/http-client.ts";
import type { Hub } from "./hub/hub.ts";
import { type AskAgain, huggingFace, huggingFaceFailure } from "./hub/hugging-face.ts";
import { modelScope, modelScopeFailure } from "./hub/model-scope.ts";
import { type Connection, openRepository, type Repository } from "./hub/repository.ts";
import { withRetries } from "./hub/retry.ts";
import { mapInOrder } from "./map-in-order.ts";
import { hubTree } from "./trees/hub-tree.ts";

/** Fewer than for a file: there may be another hub, or the cache. */
const LOOK_UPS = 3;
/** Files that are downloaded at the same time. */
const DOWNLOADS_AT_ONCE = 4;

interface Entry {
  readonly entry: HubDataSet;
  readonly endpoint: string;
  readonly token: string | null;
  hub(endpoint: string, client: HttpClient, askAgain: AskAgain): Hub;
  failure(entry: HubDataSet, page: string, hasToken: boolean): Connection["failureOf"];
}

/**
 * Opens a data set of the first of its hubs that gives it: Hugging Face, then ModelScope. All files with rows are in the
 * cache when this returns.
 * @throws FvalidateError of kind `stack` where no hub gives it, saying why of each
 */
export async function openHubDataSet(source: DataSource, options: DataSetOptions): Promise<DataSet> {
  const entries = entriesOf(source, options);
  const failures: HubFailure[] = [];
  for (const entry of entries) {
    try {
      return await openEntry(entry, source, options, failures);
    } catch (error) {
      if (!(error instanceof HubFailure) || error.reason === "damaged") throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  throw new FvalidateError(
    "stack",
    failures.map(({ message }) => message).join(" ") || "The data are on no hub.",
    {
      hint: first?.hint ?? "Name a file or folder that holds them.",
      cause: first,
    },
  );
}

function entriesOf({ huggingFace: first, modelScope: second }: DataSource, options: DataSetOptions): Entry[] {
  const entries: Entry[] = [];
  if (first !== null) {
    entries.push({
      entry: first,
      endpoint: options.huggingFaceEndpoint,
      token: options.huggingFaceToken,
      hub: huggingFace,
      failure: ({ id }, page, hasToken) => huggingFaceFailure(id, page, hasToken),
    });
  }
  if (second !== null) {
    entries.push({
      entry: second,
      endpoint: options.modelScopeEndpoint,
      token: null,
      hub: modelScope,
      failure: ({ id }, page) => modelScopeFailure(id, page),
    });
  }
  return entries;
}

async function openEntry(
  { entry, endpoint, token, hub: hubAt, failure }: Entry,
  source: DataSource,
  options: DataSetOptions,
  earlier: readonly HubFailure[],
): Promise<DataSet> {
  const { signal, offline, retryMilliseconds = 1000 } = options;
  const failureOf = failure(entry, `${endpoint}/datasets/${entry.id}`, token !== null);
  const client = await openHttpClient({ endpoint, token, signal, failureOf });
  try {
    const askAgain: AskAgain = (request) =>
      withRetries(request, { what: `Looking up ${entry.id}`, signal, retryMilliseconds, attempts: LOOK_UPS });
    const hub = hubAt(endpoint, client, askAgain);
    const revision = entry.revision ?? hub.defaultRevision;
    const connection = offline ? null : { client, failureOf };
    const repository = await openRepository({ hub, id: entry.id, revision, connection, options });
    return await openFiles(repository, { entry, source, options, client, earlier });
  } catch (error) {
    await client[Symbol.asyncDispose]();
    throw error;
  }
}

interface Opening {
  readonly entry: HubDataSet;
  readonly source: DataSource;
  readonly options: DataSetOptions;
  readonly client: HttpClient;
  readonly earlier: readonly HubFailure[];
}

async function openFiles(
  repository: Repository,
  { entry, source, options, client, earlier }: Opening,
): Promise<DataSet> {
  const { hub, id, snapshot } = repository;
  const choice = chooseRemoteFiles(
    snapshot.files.map(({ path }) => path),
    entry.files,
    `${hub.name}'s ${id}`,
  );
  const byPath = new Map(snapshot.files.map((file) => [file.path, file]));
  const wanted = choice.paths.flatMap((path) => byPath.get(path) ?? []);
  const files: DataFile[] = await mapInOrder(wanted, DOWNLOADS_AT_ONCE, async (file) => {
    const { path, bytes, sha256 } = await repository.fetch(file);
    return { path, bytes, sha256 };
  });
  const place = `${id}@${snapshot.commit.slice(0, 12)}, ${hub.name}`;
  const tree = hubTree(place, snapshot.files, async (file) => (await repository.fetch(file)).localPath);
  const notes = [
    ...earlier.map(({ message }) => `${message} The data are from ${hub.name}.`),
    ...repository.notes,
    ...choice.notes,
  ];
  return composeDataSet({
    tree: { ...tree, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() },
    choice: { paths: choice.paths, notes },
    files,
    source,
    options,
    // As large as all videos together: only those that the patterns name are fetched.
    otherZips: async () => [],
    place,
    isPinned: true,
  });
}
