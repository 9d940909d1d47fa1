import type { DataSource } from "../contracts/benchmark.ts";
import { disposeAll } from "../support/dispose.ts";
import type { DataSet, DataSetOptions } from "./data-set.ts";
import { openHubDataSet } from "./hub-data-set.ts";
import { joinDataSets } from "./joined-data-set.ts";
import { openLocalDataSet } from "./local-data-set.ts";

export type { DataFile, DataSet, DataSetOptions } from "./data-set.ts";
export { readableExtensions } from "./readers/index.ts";
export { type DataSetSettings, dataSetSettings } from "./settings.ts";
export { type FrameOptions, sampleFrames } from "./video-frames.ts";

/**
 * Opens the rows of a benchmark: a file, folder or zip of this machine, else from a hub.
 * @throws FvalidateError of kind `input` for files that cannot be read, of kind `stack` where no hub gives the data, of
 *   kind `output` where the cache cannot be written
 */
export async function openDataSet(source: DataSource, options: DataSetOptions): Promise<DataSet> {
  if (options.path !== null) return openLocalDataSet(source, options.path, options);
  const others = source.huggingFace?.others ?? [];
  if (others.length === 0) return openHubDataSet(source, options);
  const parts = [source, ...others.map((huggingFace) => ({ ...source, huggingFace, modelScope: null }))];
  const opened: DataSet[] = [];
  try {
    for (const part of parts) opened.push(await openHubDataSet(part, options));
  } catch (error) {
    await disposeAll(opened);
    throw error;
  }
  return joinDataSets(opened);
}
