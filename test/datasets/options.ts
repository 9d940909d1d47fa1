import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataRow, DataSource, HubDataSet } from "../../src/contracts/benchmark.ts";
import type { DataSet, DataSetOptions } from "../../src/datasets/index.ts";

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "fvalidate-datasets-"));
}

export function sourceOf(hubs: Partial<DataSource> = {}): DataSource {
  return { huggingFace: null, modelScope: null, columns: [], rows: 3, ...hubs };
}

export function hubOf(files: readonly string[], more: Partial<HubDataSet> = {}): HubDataSet {
  return { id: "owner/name", files, ...more };
}

/** An address at which nothing listens. */
export const NOWHERE = "http://127.0.0.1:9";

export async function dataSetOptions(more: Partial<DataSetOptions> = {}): Promise<DataSetOptions> {
  return {
    path: null,
    cacheFolder: more.cacheFolder ?? (await temporaryFolder()),
    offline: false,
    huggingFaceEndpoint: NOWHERE,
    huggingFaceToken: null,
    modelScopeEndpoint: NOWHERE,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    retryMilliseconds: 1,
    ...more,
  };
}

export async function rowsIn(dataSet: DataSet): Promise<DataRow[]> {
  const rows: DataRow[] = [];
  for await (const row of dataSet.rows()) rows.push(row);
  return rows;
}

export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => new Error(`no failure but ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
}
