import type { DataSource } from "../contracts/benchmark.ts";
import type { DataSet, DataSetOptions } from "./data-set.ts";
import { openHubDataSet } from "./hub-data-set.ts";
import { openLocalDataSet } from "./local-data-set.ts";

export type { DataFile, DataSet, DataSetOptions } from "./data-set.ts";
export { type DataSetSettings, dataSetSettings } from "./settings.ts";
export { type FrameOptions, sampleFrames } from "./video-frames.ts";

/**
 * Opens the rows of a benchmark: a file, folder or zip of this machine, else from a hub.
 * @throws FvalidateError of kind `input` for files that cannot be read, of kind `stack` where no hub gives the data, of
 *   kind `output` where the cache cannot be written
 */
export function openDataSet(source: DataSource, options: DataSetOptions): Promise<DataSet> {
  return options.path === null
    ? openHubDataSet(source, options)
    : openLocalDataSet(source, options.path, options);
}
