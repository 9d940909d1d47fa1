import type { Reader } from "./reader.ts";

/**
 * The kinds of files that hold rows. Where a folder holds several kinds, the first of these is read: it is the one whose
 * values keep their types.
 */
export const READERS: readonly Reader[] = [
  { kind: "Parquet", extensions: [".parquet"], load: () => import("./parquet.ts") },
  {
    kind: "JSON Lines",
    extensions: [".jsonl", ".jsonl.gz", ".ndjson"],
    load: () => import("./json-lines.ts"),
  },
  { kind: "JSON", extensions: [".json", ".json.gz"], load: () => import("./json.ts") },
  { kind: "CSV", extensions: [".csv", ".csv.gz"], load: () => import("./csv.ts") },
  { kind: "TSV", extensions: [".tsv", ".tsv.gz"], load: () => import("./tsv.ts") },
];

/** The reader of a file, found by its name; `null` where there is none. */
export function readerOf(name: string): Reader | null {
  const lower = name.toLowerCase();
  return READERS.find(({ extensions }) => extensions.some((extension) => lower.endsWith(extension))) ?? null;
}

/** The endings of all files that hold rows, those that keep their values' types first. */
export function readableExtensions(): string[] {
  return [...READERS.flatMap(({ extensions }) => extensions), ".zip"];
}
