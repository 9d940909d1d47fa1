import { basename, dirname, join } from "node:path";
import { filesBelow, headOf, kindOfPath } from "../files/places.ts";
import { SeveralModelsError } from "../files/several-models.ts";

/** One run of the harness: its results, and the samples that it wrote with them. */
export interface RunFiles {
  readonly results: string;
  /** Paths by task. */
  readonly samples: ReadonlyMap<string, string>;
}

/** `20261121_234531_results.json`; lm-evaluation-harness puts the time last. */
const RESULTS = /^(.*\d{8}_\d{6}.*)_results\.json$/;
const BEGINS = /^\uFEFF?\s*(\{\s*("results"|$)|$)/;
/** The output folder, the model's folder within it. */
const DEPTH = 2;

/** The runs below a folder, or that a file belongs to, the newest first; none where there are no such files. */
export async function locateRuns(path: string): Promise<RunFiles[]> {
  const kind = await kindOfPath(path);
  if (kind === null) return [];
  const folder = kind === "file" ? dirname(path) : path;
  const files = await filesBelow(folder, kind === "file" ? 1 : DEPTH);
  const candidates = files.filter((file) => RESULTS.test(basename(file)));
  const results: string[] = [];
  for (const file of candidates) if (BEGINS.test(await headOf(join(folder, file), 256))) results.push(file);
  const named = kind === "file" ? results.filter((file) => belongsTo(basename(path), file)) : results;
  refuseSeveralModels(named, folder);
  return named
    .map((file) => runOf(folder, file, files))
    .sort((a, b) => (basename(a.results) < basename(b.results) ? 1 : -1));
}

function belongsTo(name: string, results: string): boolean {
  return name === results || name.startsWith(`${timeOf(results)}_samples_`);
}

function timeOf(results: string): string {
  return RESULTS.exec(basename(results))?.[1] ?? "";
}

function runOf(folder: string, results: string, files: readonly string[]): RunFiles {
  const prefix = join(dirname(results), `${timeOf(results)}_samples_`);
  const samples = files.filter((file) => file.startsWith(prefix) && file.endsWith(".jsonl"));
  return {
    results: join(folder, results),
    samples: new Map(
      samples.map((file) => [file.slice(prefix.length, -".jsonl".length), join(folder, file)]),
    ),
  };
}

function refuseSeveralModels(results: readonly string[], folder: string): void {
  const models = [...new Set(results.map((file) => dirname(file)))];
  if (models.length <= 1) return;
  throw new SeveralModelsError(folder, models);
}
