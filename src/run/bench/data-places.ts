import { dataSetSettings, openDataSet } from "../../datasets/index.ts";
import type { DataPlaces } from "./run-bench.ts";

const TOLD_EVERY_MILLISECONDS = 10_000;

/** Local files where they are named, else the hubs, by the variables that the hubs' own tools take. */
export function dataPlaces(signal: AbortSignal, say: (line: string) => void): DataPlaces {
  const settings = dataSetSettings(process.env);
  const told = new Set<string>();
  return {
    cacheFolder: settings.cacheFolder,
    async open(source, path) {
      const options = { ...settings, path, signal, onProgress: downloadNotes(say) };
      const dataSet = await openDataSet(source, options);
      for (const line of dataSet.notes) {
        if (!told.has(line)) say(line);
        told.add(line);
      }
      return dataSet;
    },
  };
}

/** A line at each file's end, and every ten seconds within a large one. */
function downloadNotes(say: (line: string) => void): (bytes: number, total: number, file: string) => void {
  let last = Date.now();
  return (bytes, total, file) => {
    const isDue = Date.now() - last >= TOLD_EVERY_MILLISECONDS;
    if (!isDue && bytes < total) return;
    last = Date.now();
    say(`downloading ${file}: ${megabytes(bytes)} of ${megabytes(total)}`);
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
